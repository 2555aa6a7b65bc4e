/**
 * A block file: its magic, sections of series, and a footer, each a frame of its own. It is whole only with its footer, which is written
 * last; so a file that lacks it was never finished, and one that has it and a bad checksum was damaged later.
 *
 * A section holds the texts that it is the first to use, then its series: labels as numbers of texts, chunks, resets, staleness markers.
 */
export const BLOCK_MAGIC = Buffer.from('sluice metrics block 1\n\n');

/** The first byte of a frame. */
export const SECTION = 1;
export const FOOTER = 2;

/** What a footer tells. */
export interface BlockFooter {
  readonly series: number;
  readonly samples: number;
  /** The oldest and newest instant in the block. */
  readonly minMs: number;
  readonly maxMs: number;
  /** All that the log's segments through this number hold is in this block or in those before it. */
  readonly coversSegment: number;
}

/** A block on disk. */
export interface Block extends BlockFooter {
  readonly number: number;
  readonly bytes: number;
}
