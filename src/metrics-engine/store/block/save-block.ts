import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { NumberedFiles } from '../numbered-files.ts';
import type { StoredSeries } from '../stored-series.ts';
import { BLOCK_MAGIC, type Block } from './block-layout.ts';
import { BlockWriter } from './block-writer.ts';

export interface SaveOptions {
  readonly files: NumberedFiles;
  readonly number: number;
  readonly series: readonly StoredSeries[];
  readonly coversSegment: number;
  /** False once the block is not to be finished any more. */
  readonly mayGoOn: () => boolean;
}

/** A file that is being written ends so; what is found by that name at a start is of a killed process. */
export const UNFINISHED = '.unfinished';

const SECTION_BYTES = 1024 * 1024;
// Sealing and writing down so many series takes about a millisecond, then scrapes and queries may run.
const SERIES_BETWEEN_PAUSES = 50;

/**
 * Writes a new block of all that is in memory and in no block yet: beside its place first, synced, then renamed. Scrapes go on meanwhile.
 *
 * Answers undefined when there was nothing to write, or it may not go on. Throws the system's error; then there is no new block, and
 * what was to be in it will be in the next.
 */
export async function saveBlock(options: SaveOptions): Promise<Block | undefined> {
  const path = options.files.path(options.number);
  // A name of its own, so that a store which was closed meanwhile never touches what the next one writes.
  const unfinished = `${path}.${randomUUID()}${UNFINISHED}`;
  const file = await open(unfinished, 'w');
  try {
    const written = await writeAll(file, options);
    await file.sync();
    await file.close();
    if (written === undefined || !options.mayGoOn()) {
      await rm(unfinished, { force: true });
      return undefined;
    }
    renameSync(unfinished, path);
    syncFolder(options.files.folder);
    written.markSaved();
    return written.block;
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw error;
  }
}

interface Written {
  readonly block: Block;
  /** Remembers of each series what is saved. */
  markSaved(): void;
}

async function writeAll(file: FileHandle, { number, series, coversSegment, mayGoOn }: SaveOptions): Promise<Written | undefined> {
  const writer = new BlockWriter();
  const marks: (() => void)[] = [];
  let bytes = 0;
  const write = async (frame: Buffer): Promise<void> => {
    await file.writeFile(frame);
    bytes += frame.length;
  };
  await write(BLOCK_MAGIC);
  for (const [index, each] of series.entries()) {
    marks.push(...addUnsaved(writer, each));
    if (writer.waiting >= SECTION_BYTES) await write(writer.section());
    else if (index % SERIES_BETWEEN_PAUSES === SERIES_BETWEEN_PAUSES - 1) await setImmediate();
    if (!mayGoOn()) return undefined;
  }
  if (writer.isEmpty) return undefined;
  if (writer.waiting > 0) await write(writer.section());
  const { footer, frame } = writer.footer(coversSegment);
  await write(frame);
  return { block: { ...footer, number, bytes }, markSaved: () => marks.forEach((mark) => mark()) };
}

/** Adds what no block has of a series; answers what is to be done when the block stands. */
function addUnsaved(writer: BlockWriter, series: StoredSeries): readonly (() => void)[] {
  series.samples.seal();
  const through = { chunks: series.samples.chunksEver, staleMs: series.stale.newestMs };
  const staleMs = series.staleBetween(series.savedStaleMs, through.staleMs);
  const unsaved = series.samples.chunksBetween(series.savedChunks, through.chunks);
  if (unsaved.chunks.places.length === 0 && staleMs.length === 0) return [];
  writer.add({ labels: series.labels, ...unsaved, staleMs });
  return [
    () => {
      series.savedChunks = through.chunks;
      series.savedStaleMs = through.staleMs;
    },
  ];
}

/** A rename is durable only once its folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
