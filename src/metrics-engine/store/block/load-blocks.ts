import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHUNK_SAMPLES, FIRST_MS } from '../chunk/chunk-layout.ts';
import { SealedChunks } from '../chunk/sealed-chunks.ts';
import type { NumberedFiles } from '../numbered-files.ts';
import type { SeriesStore } from '../series-store.ts';
import type { Block } from './block-layout.ts';
import { readBlock, seriesOf } from './block-reader.ts';
import type { SeriesPart } from './block-writer.ts';
import { UNFINISHED } from './save-block.ts';

/** What a start found in blocks. */
export interface LoadedBlocks {
  readonly blocks: readonly Block[];
  /** Which blocks were set aside, and why; and what did not fit. */
  readonly problems: readonly string[];
}

/** Fills an empty store from the blocks in a folder. A damaged one is set aside and told, one older than the horizon is removed. */
export function loadBlocks(files: NumberedFiles, store: SeriesStore, horizonMs: number): LoadedBlocks {
  const blocks: Block[] = [];
  const problems: string[] = [];
  const numbers = files.list();
  for (const name of readdirSync(files.folder)) if (name.endsWith(UNFINISHED)) rmSync(join(files.folder, name), { force: true });
  for (const number of numbers) {
    const bytes = readFileSync(files.path(number));
    const content = readBlock(bytes);
    if (content.kind === 'damaged') problems.push(`${files.path(number)} ${content.problem}: it is kept as ${files.setAside(number)}`);
    else if (content.footer.maxMs < horizonMs) files.remove(number);
    else {
      blocks.push({ ...content.footer, number, bytes: bytes.length });
      const leftOut = adoptAll(content.sections, store);
      if (leftOut > 0) problems.push(`${leftOut} series of ${files.path(number)} were left out: the store holds as many series as it may`);
    }
  }
  return { blocks, problems };
}

/** Answers how many series did not fit. */
function adoptAll(sections: readonly Buffer[], store: SeriesStore): number {
  let leftOut = 0;
  for (const part of seriesOf(sections)) {
    const series = store.series(part.labels);
    if (series === undefined) {
      leftOut++;
      continue;
    }
    if (part.chunks.places.length > 0) {
      if ((part.chunks.summaries[FIRST_MS] ?? 0) > series.newestMs) series.samples.adopt(part);
      else appendAll(part, (atMs, value) => series.append(atMs, value));
    }
    for (const atMs of part.staleMs) if (atMs > series.stale.newestMs) series.stale.push(atMs);
    series.savedChunks = series.samples.chunksEver;
    series.savedStaleMs = series.stale.newestMs;
  }
  return leftOut;
}

/** Takes chunks sample by sample. Only needed where a block was written though its write was told to have failed, so that the next begins the same. */
function appendAll({ chunks }: SeriesPart, append: (atMs: number, value: number) => void): void {
  const sealed = new SealedChunks();
  sealed.adopt(chunks, 0);
  const values = new Float64Array(CHUNK_SAMPLES);
  for (let chunk = 0; chunk < sealed.count; chunk++) {
    sealed.unpack(chunk, values);
    for (let index = 0; index < sealed.samples(chunk); index++) append(sealed.timeAt(chunk, index), values[index] ?? 0);
  }
}
