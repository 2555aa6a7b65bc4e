import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A command of the CLI in a process of its own. */
export interface CliRun {
  readonly child: ChildProcess;
  /** What it wrote so far. */
  stdout(): string;
  stderr(): string;
  /** Resolves once stdout and stderr together satisfy the test; rejects when the process ends before. */
  until(fits: (text: string) => boolean): Promise<void>;
  /** Its exit code; null when a signal ended it. */
  readonly code: Promise<number | null>;
}

const script = fileURLToPath(new URL('./sluice-under-test.ts', import.meta.url));

/** Starts the CLI with scripted local actions; of the environment it gets the path and what the test hands in. */
export function startCli(
  args: readonly string[],
  { env = {}, folder }: { readonly env?: Readonly<Record<string, string>>; readonly folder?: string } = {},
): CliRun {
  const { PATH = '', NODE_V8_COVERAGE } = process.env;
  const coverage = NODE_V8_COVERAGE === undefined ? {} : { NODE_V8_COVERAGE };
  const child = spawn(process.execPath, [script, ...args], {
    cwd: folder,
    env: { PATH, ...coverage, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  child.stderr.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  const code = once(child, 'close').then(([exit]) => exit as number | null);
  const until = (fits: (text: string) => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => fits(stdout + stderr) && resolve();
      child.stdout.on('data', look);
      child.stderr.on('data', look);
      child.on('close', () => (fits(stdout + stderr) ? resolve() : reject(new Error(`ended before, having said: ${stdout}${stderr}`))));
      look();
    });
  return { child, stdout: () => stdout, stderr: () => stderr, until, code };
}

/** Runs the CLI to its end. */
export async function runCli(
  ...request: Parameters<typeof startCli>
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const run = startCli(...request);
  return { code: await run.code, stdout: run.stdout(), stderr: run.stderr() };
}
