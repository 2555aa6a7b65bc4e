import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A LinkFlow process of its own, with what its ready line said. */
export interface TestProcess {
  readonly ready: Readonly<Record<string, unknown>>;
  /** Sends a signal and waits for the end; answers the exit code, null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
  /** Everything it wrote to standard output, line by line. */
  readonly lines: readonly string[];
}

// Coverage of what only runs in processes of its own counts as well.
function inherited(): Readonly<Record<string, string>> {
  const { PATH = '', NODE_V8_COVERAGE: coverage } = process.env;
  return { PATH, ...(coverage === undefined ? {} : { NODE_V8_COVERAGE: coverage }) };
}

const READY_WITHIN_MS = 50_000;

/** Starts a main.ts of LinkFlow with these variables and nothing else of ours; rejects with what it wrote when it doesn't become ready. */
export async function testProcess(main: URL, variables: Readonly<Record<string, string>>): Promise<TestProcess> {
  const child = spawn(process.execPath, [main.pathname], {
    env: { ...inherited(), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const first = await firstLine(child, lines, exited).catch((error: Error) => {
    child.kill('SIGKILL');
    throw new Error(`${main.pathname}: ${error.message}: ${errors.join('')}`);
  });
  return {
    lines,
    ready: JSON.parse(first) as TestProcess['ready'],
    end: async (signal) => {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

function firstLine(
  child: ChildProcess & { readonly stdout: NodeJS.ReadableStream },
  lines: string[],
  exited: Promise<unknown>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('not ready in time')), READY_WITHIN_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      clearTimeout(timer);
      resolve(line);
    });
    void exited.then(() => {
      clearTimeout(timer);
      reject(new Error('ended before it was ready'));
    });
  });
}
