import { stripTypeScriptTypes } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ScriptRefused } from '../load-result.ts';
import { dropUnusedImports } from './drop-unused-imports.ts';
import { type Nesting, nestingOf } from './nesting.ts';
import { sourcePlace } from './source-place.ts';
import type { Stripped } from './strip-worker.ts';

/**
 * Node's stripper (24.21) recurses on WebAssembly's stack: some 600 brackets, or as many operators in a row, crash it, and then it strips nothing any more
 * in the whole process; and it shows the whole line with each of its errors, which takes minutes where a line is long. Within these bounds it did neither;
 * outside of them it works in a thread of its own, which may crash alone, for as long as it may take.
 */
const bounds = { depth: 150, stretch: 1_500, line: 500, length: 100_000 };
const patienceMs = 5_000;

/** JavaScript of a TypeScript source with every position kept; rejects with ScriptRefused with the place where it is no TypeScript, or holds what can't be stripped. */
export async function stripTypes(source: string, file: string): Promise<string> {
  const nesting = nestingOf(source);
  if (isHarmless(source, nesting)) return dropUnusedImports(strip(source, file));
  const stripped = await stripApart(source, file);
  switch (stripped.kind) {
    case 'text':
      return dropUnusedImports(stripped.text);
    case 'refused':
      throw refusal(stripped, file);
    case 'crashed':
      throw new ScriptRefused(
        'the TypeScript nests too deeply, or is wrong in too many places, to be read: take it apart, or write that file in JavaScript',
        sourcePlace(file, source, nesting.at),
      );
  }
}

function isHarmless(source: string, { depth, longest }: Nesting): boolean {
  if (source.length > bounds.length || depth > bounds.depth || longest > bounds.stretch) return false;
  return source.split('\n').every((line) => line.length <= bounds.line);
}

function strip(source: string, file: string): string {
  try {
    return stripTypeScriptTypes(source, { mode: 'strip', sourceUrl: file });
  } catch (error) {
    const { message, stack = '', code } = error as NodeJS.ErrnoException;
    throw refusal({ message, stack, code }, file);
  }
}

function stripApart(source: string, file: string): Promise<Stripped> {
  const { promise, resolve } = Promise.withResolvers<Stripped>();
  const worker = new Worker(new URL(`./strip-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url), {
    workerData: { source, file },
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const impatience = setTimeout(() => void worker.terminate(), patienceMs);
  worker.once('message', (stripped: Stripped) => resolve(stripped));
  worker.once('error', () => resolve({ kind: 'crashed' }));
  worker.once('exit', () => {
    clearTimeout(impatience);
    resolve({ kind: 'crashed' });
  });
  return promise;
}

/** The place stands only in the stack: `file:line`, the line, and a caret below the column. */
function refusal(
  { message, stack, code }: { readonly message: string; readonly stack: string; readonly code: string | undefined },
  file: string,
): ScriptRefused {
  const [head = '', ...lines] = stack.split('\n');
  const line = /:(\d+)$/.exec(head)?.[1];
  const caret = lines.find((text) => /^\s*\^+\s*$/.test(text))?.indexOf('^') ?? 0;
  const advice = code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' ? ': write it in TypeScript that is JavaScript once its types are gone' : '';
  return new ScriptRefused(`${message}${advice}`, line === undefined ? file : `${file}:${line}:${caret + 1}`);
}
