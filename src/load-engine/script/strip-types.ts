import { stripTypeScriptTypes } from 'node:module';
import { ScriptRefused } from '../load-result.ts';
import { dropUnusedImports } from './drop-unused-imports.ts';

/** JavaScript of a TypeScript source with every position kept; throws ScriptRefused with the place where it is no TypeScript, or holds what can't be stripped. */
export function stripTypes(source: string, file: string): string {
  try {
    return dropUnusedImports(stripTypeScriptTypes(source, { mode: 'strip', sourceUrl: file }));
  } catch (error) {
    throw refusal(error as Error, file);
  }
}

/** The place stands only in the stack: `file:line`, the line, and a caret below the column. */
function refusal(error: Error, file: string): ScriptRefused {
  const [head = '', ...lines] = (error.stack ?? '').split('\n');
  const line = /:(\d+)$/.exec(head)?.[1];
  const caret = lines.find((text) => /^\s*\^+\s*$/.test(text))?.indexOf('^') ?? 0;
  const unsupported = (error as { code?: string }).code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX';
  const advice = unsupported ? ': write it in TypeScript that is JavaScript once its types are gone' : '';
  return new ScriptRefused(`${error.message}${advice}`, line === undefined ? file : `${file}:${line}:${caret + 1}`);
}
