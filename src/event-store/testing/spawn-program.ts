import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';

/** A program that a test runs in a process of its own. */
export interface SpawnedProgram {
  readonly pid: number;
  /** What it has written so far, line by line. */
  readonly lines: readonly string[];
  /** Ends it without a chance to tidy up, and waits until all it wrote has been read. */
  kill(): Promise<void>;
}

/** Runs a TypeScript file in a second Node with the given arguments; what it writes to stderr goes to ours. */
export function spawnProgram(program: URL, args: readonly string[]): SpawnedProgram {
  const child = spawn(process.execPath, [program.pathname, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reader = createInterface({ input: child.stdout });
  const lines: string[] = [];
  reader.on('line', (line) => lines.push(line));
  return { pid: child.pid ?? 0, lines, kill: () => kill(child, reader) };
}

async function kill(child: ChildProcess, reader: Interface): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = Promise.all([once(child, 'exit'), once(reader, 'close')]);
  child.kill('SIGKILL');
  await ended;
}
