import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** How a command of the CLI ended. */
export interface CliEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The program that people start. */
export const sluiceBinary = join(resolve(import.meta.dirname, '../../..'), 'bin/sluice');

/** Runs `bin/sluice` to its end; a command that has not ended after 45 s is killed, and has no exit code then. */
export async function sluiceCli(parameters: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliEnd> {
  const child = spawn(sluiceBinary, parameters, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), 45_000);
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  clearTimeout(timer);
  return { code, out, err };
}
