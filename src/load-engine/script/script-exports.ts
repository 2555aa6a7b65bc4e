import { ScriptRefused } from '../load-result.ts';

/** What a script exports, as its top level told. */
export interface ScriptExports {
  readonly options: Readonly<Record<string, unknown>>;
  readonly functions: readonly string[];
}

/** Reads what a script told of its exports; throws ScriptRefused where it says nothing that makes sense, as a script does that has replaced JSON or Object. */
export function scriptExports(told: string | undefined, entry: string): ScriptExports {
  try {
    const { options, functions } = JSON.parse(told ?? '{}') as Partial<ScriptExports>;
    if (typeof options === 'object' && options !== null && Array.isArray(functions)) return { options, functions };
  } catch {
    // What is no JSON makes no sense either.
  }
  throw new ScriptRefused('what the script exports could not be read: does it replace JSON, Object or what they are made of?', entry);
}
