import { NumberedFiles } from '../numbered-files.ts';
import type { SeriesStore } from '../series-store.ts';
import type { Block } from './block-layout.ts';
import { loadBlocks } from './load-blocks.ts';
import { type SaveOptions, saveBlock } from './save-block.ts';

/** The blocks of a store on disk, oldest first. */
export class BlockFolder {
  readonly #files: NumberedFiles;
  #blocks: readonly Block[] = [];

  constructor(folder: string) {
    this.#files = new NumberedFiles(folder, 'block');
  }

  get bytes(): number {
    return this.#blocks.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The last segment of the log that the blocks hold whole; 0 when there are none. */
  get coveredSegment(): number {
    return Math.max(0, ...this.#blocks.map(({ coversSegment }) => coversSegment));
  }

  /** Fills an empty store; answers what could not be read. */
  load(store: SeriesStore, horizonMs: number): readonly string[] {
    const { blocks, problems } = loadBlocks(this.#files, store, horizonMs);
    this.#blocks = blocks;
    return problems;
  }

  /** Writes a block of all that is in no block yet. As saveBlock. */
  async save(options: Pick<SaveOptions, 'series' | 'coversSegment' | 'mayGoOn'>): Promise<void> {
    const number = Math.max(0, ...this.#files.list()) + 1;
    const block = await saveBlock({ ...options, files: this.#files, number });
    if (block !== undefined) this.#blocks = [...this.#blocks, block];
  }

  /** Removes the blocks that hold nothing newer than the horizon. */
  dropBefore(horizonMs: number): void {
    this.#keep(({ maxMs }) => maxMs >= horizonMs);
  }

  /** Removes the oldest blocks until the others take no more than so many bytes; answers the time before which all is gone, −∞ when none was. */
  dropBeyond(maxBytes: number): number {
    let bytes = this.bytes;
    let goneMs = Number.NEGATIVE_INFINITY;
    const gone = new Set<Block>();
    for (const block of this.#blocks) {
      if (bytes <= maxBytes) break;
      bytes -= block.bytes;
      goneMs = Math.max(goneMs, block.maxMs + 1);
      gone.add(block);
    }
    this.#keep((block) => !gone.has(block));
    return goneMs;
  }

  #keep(isKept: (block: Block) => boolean): void {
    for (const block of this.#blocks) if (!isKept(block)) this.#files.remove(block.number);
    this.#blocks = this.#blocks.filter(isKept);
  }
}
