import type { ByteWriter } from '../byte-writer.ts';
import { ByteWriter as Writer } from '../byte-writer.ts';
import { countOf, FIRST_MS, LAST_MS, PLACE_NUMBERS, SHAPE, SUMMARY_NUMBERS } from '../chunk/chunk-layout.ts';
import type { ChunksWithResets } from '../sample-columns.ts';
import type { StoredSeries } from '../stored-series.ts';
import { type BlockFooter, FOOTER, SECTION } from './block-layout.ts';

/** What a block tells of one series. */
export interface SeriesPart extends ChunksWithResets {
  readonly labels: StoredSeries['labels'];
  readonly staleMs: readonly number[];
}

/** Turns parts of series into the frames of a block. */
export class BlockWriter {
  readonly #frames = new Writer();
  readonly #records = new Writer();
  readonly #symbols = new Map<string, number>();
  #newSymbols: string[] = [];
  #seriesInSection = 0;
  #series = 0;
  #samples = 0;
  #minMs = Number.POSITIVE_INFINITY;
  #maxMs = Number.NEGATIVE_INFINITY;

  /** Bytes that wait for the section to end. */
  get waiting(): number {
    return this.#records.length;
  }

  get isEmpty(): boolean {
    return this.#series === 0;
  }

  add({ labels, chunks, resets, staleMs }: SeriesPart): void {
    const records = this.#records;
    const pairs = Object.entries(labels);
    records.word(pairs.length);
    for (const text of pairs.flat()) records.word(this.#symbol(text));
    for (const size of [chunks.places.length / PLACE_NUMBERS, chunks.bytes.length, resets.numbers.length, staleMs.length])
      records.word(size);
    writeColumns(records, [chunks.summaries, chunks.places, chunks.bytes, resets.numbers, resets.values, Float64Array.from(staleMs)]);
    this.#seriesInSection++;
    this.#count(chunks, staleMs);
  }

  /** Ends the section, and answers its frame; good until the next. */
  section(): Buffer {
    const frames = this.#frames;
    frames.clear();
    const start = frames.beginFrame();
    const symbols = Buffer.from(JSON.stringify(this.#newSymbols));
    frames.byte(SECTION);
    frames.word(this.#seriesInSection);
    frames.word(symbols.length);
    writeColumns(frames, [symbols, this.#records.written]);
    frames.endFrame(start);
    this.#records.clear();
    this.#newSymbols = [];
    this.#seriesInSection = 0;
    return frames.written;
  }

  footer(coversSegment: number): { readonly footer: BlockFooter; readonly frame: Buffer } {
    const footer = { series: this.#series, samples: this.#samples, minMs: this.#minMs, maxMs: this.#maxMs, coversSegment };
    const frames = this.#frames;
    frames.clear();
    const start = frames.beginFrame();
    frames.byte(FOOTER);
    frames.text(JSON.stringify(footer));
    frames.endFrame(start);
    return { footer, frame: frames.written };
  }

  #symbol(text: string): number {
    const known = this.#symbols.get(text);
    if (known !== undefined) return known;
    const symbol = this.#symbols.size;
    this.#symbols.set(text, symbol);
    this.#newSymbols.push(text);
    return symbol;
  }

  #count({ summaries, places }: ChunksWithResets['chunks'], staleMs: readonly number[]): void {
    this.#series++;
    for (let at = SHAPE; at < places.length; at += PLACE_NUMBERS) this.#samples += countOf(places[at] ?? 0);
    const edges = summaries.length === 0 ? [] : [summaries[FIRST_MS] ?? 0, summaries[summaries.length - SUMMARY_NUMBERS + LAST_MS] ?? 0];
    this.#minMs = Math.min(this.#minMs, ...edges, ...staleMs);
    this.#maxMs = Math.max(this.#maxMs, ...edges, ...staleMs);
  }
}

function writeColumns(writer: ByteWriter, columns: readonly ArrayBufferView[]): void {
  for (const column of columns) writer.column(column);
}
