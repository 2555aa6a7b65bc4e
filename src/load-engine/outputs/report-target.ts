import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { openByteTarget } from './byte-target.ts';

/** Where a report will go: had before the run, and written after it. */
export interface ReportTarget {
  write(text: string): Promise<void>;
  /** Leaves nothing behind. Never rejects. */
  abandon(): Promise<void>;
}

/** How long a disk or a reader may take for a report. */
const WRITE_MS = 20_000;

/** Opens the place of a report; rejects where it can't be had. A file is written beside and renamed, so that a reader never meets half of it; a pipe or a device, and `-`, is written to as it is. */
export async function openReportTarget(path: string): Promise<ReportTarget> {
  const there = path === '-' ? undefined : await stat(path).catch(() => undefined);
  const isFile = path !== '-' && (there === undefined || there.isFile());
  return isFile ? wholeFile(path) : directTarget(path);
}

async function wholeFile(file: string): Promise<ReportTarget> {
  const partial = `${file}.partial`;
  const abandon = (): Promise<void> => rm(partial, { force: true }).catch(() => {});
  await writeFile(partial, '');
  return {
    write: async (text) => {
      await writeFile(partial, text, { signal: AbortSignal.timeout(WRITE_MS) });
      await rename(partial, file);
    },
    abandon,
  };
}

async function directTarget(path: string): Promise<ReportTarget> {
  const target = await openByteTarget(path);
  return {
    write: async (text) => {
      const { promise, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(new Error(`nobody took it within ${WRITE_MS / 1000} s`)), WRITE_MS);
      try {
        await Promise.race([target.write(Buffer.from(text)), promise]);
        await target.close();
      } finally {
        clearTimeout(timer);
      }
    },
    abandon: async () => target.drop(),
  };
}
