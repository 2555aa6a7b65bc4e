import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

/** Watches the processor time of a process. */
export interface CpuWatch {
  /** Cores that it kept busy over its last `seconds`; undefined where the system does not tell, or the process was too short. Ends the watch. */
  coresOverLast(seconds: number): number | undefined;
}

const everyMs = 100;

/** Linux counts processor time in hundredths of a second for every reader of /proc, whatever its kernel ticks at. */
const tickMs = 10;

/** Reads a process's processor time ten times a second from /proc, all of its threads together, until it ends. */
export function watchCpu(pid: number): CpuWatch {
  const looks: { readonly atMs: number; readonly cpuMs: number }[] = [];
  const end = new AbortController();
  void (async () => {
    for (let cpuMs = await cpuMsOf(pid); cpuMs !== undefined && !end.signal.aborted; cpuMs = await cpuMsOf(pid)) {
      looks.push({ atMs: performance.now(), cpuMs });
      await pause(everyMs);
    }
  })();
  return {
    coresOverLast(seconds) {
      end.abort();
      const last = looks.at(-1);
      const first = looks.findLast(({ atMs }) => last !== undefined && last.atMs - atMs >= seconds * 1000);
      return first === undefined || last === undefined ? undefined : (last.cpuMs - first.cpuMs) / (last.atMs - first.atMs);
    },
  };
}

async function cpuMsOf(pid: number): Promise<number | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; utime and stime are the 12th and 13th field after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * tickMs;
  } catch {
    return undefined;
  }
}

/** The child of this process whose command line holds the text; undefined when there is none within a second, or the system does not tell. */
export async function childWith(text: string): Promise<number | undefined> {
  for (let tries = 0; tries < 50; tries += 1) {
    for (const pid of await children()) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (command.includes(text)) return pid;
    }
    await pause(20);
  }
  return undefined;
}

async function children(): Promise<readonly number[]> {
  const text = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}
