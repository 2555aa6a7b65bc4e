import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc shows it. */
export interface SeenProcess {
  readonly pid: number;
  readonly command: string;
}

/** The children of a process that are alive now; none of one that is gone. */
export function childProcesses(parent: number): readonly SeenProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent)
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') }));
}

/** Whether a process that was seen still runs: its number may belong to another one by now. */
export function stillRuns({ pid, command }: SeenProcess): boolean {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') === command && command !== '';
}

function parentOf(pid: number): number {
  // The name in parentheses may hold anything, so it is cut off first.
  return Number(/\) \S (\d+) /.exec(read(`/proc/${pid}/stat`))?.[1]);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
