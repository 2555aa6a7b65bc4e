import { readEnvironment } from '../../config/environment.ts';
import type { Clock } from '../../control/ports/clock.ts';
import { createProgram } from '../create-program.ts';
import type { LocalActions } from '../local-actions.ts';
import { type OutputStream, type Surroundings, systemClock } from '../surroundings.ts';
import { scriptedActions } from './scripted-actions.ts';

/** What a command of the CLI did in this process. */
export interface MemoryRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way in this process. */
export interface RunningInMemory {
  stdout(): string;
  stderr(): string;
  interrupt(): void;
  /** Exit codes with which the process was told to end at once. */
  readonly exits: readonly number[];
  readonly done: Promise<MemoryRun>;
}

interface Memory extends OutputStream {
  text(): string;
}

function memory(isTTY: boolean): Memory {
  let text = '';
  return {
    isTTY,
    columns: isTTY ? 100 : undefined,
    rows: isTTY ? 40 : undefined,
    text: () => text,
    write: (piece) => {
      text += piece;
    },
  };
}

/** Starts the CLI with scripted local actions in this process, by default in a folder that is none, so that nothing is read or written by accident: as `startCli`, but without the seconds that processes cost on a busy machine. */
export function startInMemory(
  args: readonly string[],
  {
    env = {},
    folder = '/dev/null',
    clock = systemClock(),
    isTTY = false,
    stdin = '',
    actions = scriptedActions,
  }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly folder?: string;
    readonly clock?: Clock;
    readonly isTTY?: boolean;
    readonly stdin?: string;
    readonly actions?: LocalActions;
  } = {},
): RunningInMemory {
  const [stdout, stderr] = [memory(isTTY), memory(isTTY)];
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  const surroundings: Surroundings = {
    environment: readEnvironment(env),
    folder,
    stdout,
    stderr,
    clock,
    newId: () => 'id',
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    readStdin: async () => stdin,
    settle: () => undefined,
    exit: (code) => {
      exits.push(code);
    },
  };
  const done = createProgram(actions, surroundings).run(args);
  return {
    exits,
    stdout: () => stdout.text(),
    stderr: () => stderr.text(),
    interrupt: () => listeners.forEach((listener) => listener()),
    done: done.then((code) => ({ code, stdout: stdout.text(), stderr: stderr.text() })),
  };
}

/** Runs the CLI to its end in this process. */
export function runInMemory(...request: Parameters<typeof startInMemory>): Promise<MemoryRun> {
  return startInMemory(...request).done;
}
