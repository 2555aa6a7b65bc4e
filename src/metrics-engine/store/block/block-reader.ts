import { FRAME_HEADER_BYTES, readFrame } from '../byte-writer.ts';
import { PLACE_NUMBERS, SUMMARY_NUMBERS } from '../chunk/chunk-layout.ts';
import { BLOCK_MAGIC, type BlockFooter, FOOTER, SECTION } from './block-layout.ts';
import type { SeriesPart } from './block-writer.ts';

/** What a file that should be a block is. */
export type BlockContent =
  | { readonly kind: 'whole'; readonly footer: BlockFooter; readonly sections: readonly Buffer[] }
  | { readonly kind: 'damaged'; readonly problem: string };

/** Checks a block file whole, before anything of it is believed. */
export function readBlock(bytes: Buffer): BlockContent {
  if (!bytes.subarray(0, BLOCK_MAGIC.length).equals(BLOCK_MAGIC)) return damaged('does not begin as a block of this version of Sluice');
  const sections: Buffer[] = [];
  for (let at = BLOCK_MAGIC.length; ; ) {
    const payload = readFrame(bytes, at);
    if (payload === undefined) return damaged(at >= bytes.length ? 'ends before its footer' : `has a bad checksum or length at byte ${at}`);
    at += FRAME_HEADER_BYTES + payload.length;
    if (payload[0] === SECTION) sections.push(payload);
    else if (payload[0] === FOOTER) return { kind: 'whole', footer: JSON.parse(payload.toString('utf8', 1)) as BlockFooter, sections };
    else return damaged(`has an unknown kind of section before byte ${at}`);
  }
}

function damaged(problem: string): BlockContent {
  return { kind: 'damaged', problem };
}

/** The series of a block, in the order in which they were written. */
export function* seriesOf(sections: readonly Buffer[]): Generator<SeriesPart, void> {
  const symbols: string[] = [];
  for (const section of sections) {
    const count = section.readUInt32LE(1);
    const symbolsEnd = SYMBOLS_OFFSET + section.readUInt32LE(5);
    symbols.push(...(JSON.parse(section.toString('utf8', SYMBOLS_OFFSET, symbolsEnd)) as string[]));
    const cursor = new Cursor(section, symbolsEnd);
    for (let index = 0; index < count; index++) yield readPart(cursor, symbols);
  }
}

const SYMBOLS_OFFSET = 9;

function readPart(cursor: Cursor, symbols: readonly string[]): SeriesPart {
  const symbol = () => symbols[cursor.word()] ?? '';
  const pairs = Array.from({ length: cursor.word() }, () => [symbol(), symbol()] as const);
  const [chunkCount, byteCount, resetCount, staleCount] = [cursor.word(), cursor.word(), cursor.word(), cursor.word()];
  const summaries = cursor.doubles(chunkCount * SUMMARY_NUMBERS);
  const places = cursor.words(chunkCount * PLACE_NUMBERS);
  const bytes = cursor.bytes(byteCount);
  const resets = { numbers: cursor.words(resetCount), values: cursor.doubles(resetCount) };
  return { labels: Object.fromEntries(pairs), chunks: { summaries, places, bytes }, resets, staleMs: [...cursor.doubles(staleCount)] };
}

/** Reads what a ByteWriter wrote, one after the other. */
class Cursor {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  word(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  words(count: number): Uint32Array {
    return new Uint32Array(this.#copy(count * 4));
  }

  doubles(count: number): Float64Array {
    return new Float64Array(this.#copy(count * 8));
  }

  bytes(count: number): Uint8Array {
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** A copy of its own, because columns of wider numbers must begin at a multiple of their width. */
  #copy(bytes: number): ArrayBuffer {
    const copy = new Uint8Array(bytes);
    copy.set(this.bytes(bytes));
    return copy.buffer;
  }
}
