import type { Labels } from '../query-result.ts';
import { BYTE } from './byte.ts';
import { decodeText } from './decode-text.ts';
import type { Exemplar } from './exemplar.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import type { LineMemory, RememberedLine, SeriesLine } from './line-memory.ts';
import { errorAt } from './locate-error.ts';
import { type MetadataLine, parseComment } from './metadata-line.ts';
import { type BoundLabel, boundLabelOf, normalizeBounds } from './normalize-bounds.ts';
import { parseExemplar } from './parse-exemplar.ts';
import { parseSeries } from './parse-series.ts';
import { SampleReader } from './sample-reader.ts';
import { seriesEnd, skipSpaces } from './series-end.ts';
import { standsAt } from './stands-at.ts';

/** Is told what an exposition says, in its order. */
export interface ExpositionListener<Meaning> {
  /** What the labels mean to the listener: asked once in a series' life, then remembered. What it throws ends the reading. */
  meaningOf(labels: Labels): Meaning;
  sample(meaning: Meaning, value: number, timestampMs: number | undefined): void;
  /** An exemplar of the series whose sample was told just before. */
  exemplar(meaning: Meaning, exemplar: Exemplar): void;
  metadata(line: MetadataLine): void;
}

export interface ReadExpositionOptions<Meaning> {
  readonly bytes: Buffer;
  readonly format: ExpositionFormat;
  readonly memory: LineMemory<Meaning>;
  readonly listener: ExpositionListener<Meaning>;
}

/**
 * Reads an exposition and tells the listener what it says. The caller ends the memory's round, by keepMet or dropNew.
 *
 * It rests now and then, every few milliseconds, so that its driver can let others run; nobody may use the memory meanwhile.
 * Throws ExpositionError at the first line that Prometheus would refuse, too; work is bounded by the number of bytes, whatever they are.
 */
export function readExposition<Meaning>(options: ReadExpositionOptions<Meaning>): Generator<void, void> {
  return new ExpositionReader(options).read();
}

const END_MARK = '# EOF';
// A line that is new costs some microseconds, with its series made in the store; bytes that are known fly by.
const NEW_LINES_BETWEEN_RESTS = 500;
const BYTES_BETWEEN_RESTS = 2 ** 21;

class ExpositionReader<Meaning> {
  readonly #bytes: Buffer;
  readonly #format: ExpositionFormat;
  readonly #isText: boolean;
  readonly #memory: LineMemory<Meaning>;
  readonly #listener: ExpositionListener<Meaning>;
  readonly #sample: SampleReader;
  /** Of the family that was described last. */
  #bound: BoundLabel | undefined;
  #at = 0;
  #hasEnded = false;
  #restDueAt = BYTES_BETWEEN_RESTS;
  #learned = 0;

  constructor({ bytes, format, memory, listener }: ReadExpositionOptions<Meaning>) {
    // With a newline at the end, no loop over a line needs to look for the end of the bytes.
    this.#bytes = bytes.length === 0 || bytes.at(-1) === BYTE.newline ? bytes : Buffer.concat([bytes, Buffer.of(BYTE.newline)]);
    this.#format = format;
    this.#isText = format === 'text';
    this.#memory = memory;
    this.#listener = listener;
    this.#sample = new SampleReader(this.#bytes, format);
  }

  *read(): Generator<void, void> {
    this.#memory.begin();
    while (this.#at < this.#bytes.length && !this.#hasEnded) {
      if (!this.#readExpected()) this.#readNext();
      if (this.#isRestDue()) yield;
    }
    if (!this.#isText && !this.#hasEnded)
      throw errorAt(this.#bytes, this.#bytes.length - 1, `the exposition does not end with ${END_MARK}`);
    if (this.#at < this.#bytes.length) throw errorAt(this.#bytes, this.#at, `unexpected text behind ${END_MARK}`);
  }

  #isRestDue(): boolean {
    if (this.#at < this.#restDueAt && this.#learned < NEW_LINES_BETWEEN_RESTS) return false;
    this.#restDueAt = this.#at + BYTES_BETWEEN_RESTS;
    this.#learned = 0;
    return true;
  }

  /** Reads the line when it begins as the memory expects; false when it doesn't. */
  #readExpected(): boolean {
    const line = this.#memory.expected;
    if (line === undefined || !standsAt(this.#bytes, this.#at, line.text)) return false;
    const end = this.#at + line.text.length;
    const byte = this.#bytes[end];
    if (line.kind === 'comment') {
      if (byte !== BYTE.newline) return false;
      this.#finishComment(line, end);
      return true;
    }
    // Behind a shorter name, or a name whose labels stand apart, another series begins.
    const next = this.#bytes[end + 1] ?? BYTE.newline;
    if (byte !== BYTE.space || next <= BYTE.space || next === BYTE.openBrace) return false;
    this.#finishSeries(line, end);
    return true;
  }

  #readNext(): void {
    if (this.#isText) this.#at = skipSpaces(this.#bytes, this.#at);
    const byte = this.#bytes[this.#at];
    if (byte === BYTE.newline && this.#isText) this.#at++;
    else if (byte === BYTE.hash) this.#readComment();
    else this.#readSeries();
  }

  #readComment(): void {
    const end = this.#bytes.indexOf(BYTE.newline, this.#at);
    const text = this.#bytes.toString('latin1', this.#at, end);
    this.#hasEnded = text === END_MARK && !this.#isText;
    const line = this.#hasEnded ? undefined : (this.#memory.find(text) ?? this.#learnComment(text));
    if (line === undefined) this.#at = end + 1;
    else this.#finishComment(line, end);
  }

  /** undefined for a remark, which may be in any encoding: nobody reads it. */
  #learnComment(text: string): RememberedLine<Meaning> | undefined {
    const parsed = parseComment(text, this.#format);
    if (!parsed.ok) throw errorAt(this.#bytes, this.#at, parsed.problem);
    if (parsed.metadata === undefined) return undefined;
    const decoded = parseComment(this.#decode(text), this.#format);
    if (!decoded.ok || decoded.metadata === undefined) throw errorAt(this.#bytes, this.#at, 'the comment is no metadata');
    return this.#memory.learnComment(text, decoded.metadata);
  }

  #finishComment(line: RememberedLine<Meaning>, end: number): void {
    this.#memory.meet(line);
    this.#at = end + 1;
    if (line.kind !== 'comment') return;
    if (line.metadata.kind === 'type') this.#bound = boundLabelOf(line.metadata.type);
    this.#listener.metadata(line.metadata);
  }

  #readSeries(): void {
    const found = seriesEnd(this.#bytes, this.#at, this.#isText);
    if (!found.ok) throw errorAt(this.#bytes, this.#at, found.problem);
    const text = this.#bytes.toString('latin1', this.#at, found.end);
    const known = this.#memory.find(text);
    this.#finishSeries(known?.kind === 'series' ? known : this.#learnSeries(text), found.end);
  }

  #learnSeries(text: string): SeriesLine<Meaning> {
    const parsed = parseSeries(this.#decode(text), this.#format);
    if (!parsed.ok) throw errorAt(this.#bytes, this.#at, parsed.problem);
    this.#learned++;
    return this.#memory.learnSeries(text, this.#listener.meaningOf(normalizeBounds(parsed.labels, this.#bound)));
  }

  #finishSeries(line: SeriesLine<Meaning>, seriesEnd: number): void {
    const sample = this.#sample;
    sample.read(seriesEnd);
    const exemplar = sample.exemplarAt === undefined ? undefined : this.#exemplarOf(line, sample.exemplarAt);
    this.#memory.meet(line);
    this.#listener.sample(line.meaning, sample.value, sample.timestampMs);
    if (exemplar !== undefined) this.#listener.exemplar(line.meaning, exemplar);
    this.#at = sample.end + 1;
  }

  /** The same exemplar often stands there at many scrapes. */
  #exemplarOf(line: SeriesLine<Meaning>, start: number): Exemplar {
    const text = this.#bytes.toString('latin1', start, this.#sample.end);
    if (line.exemplar?.text === text) return line.exemplar.exemplar;
    const parsed = parseExemplar(this.#decode(text));
    if (!parsed.ok) throw errorAt(this.#bytes, start, parsed.problem);
    line.exemplar = { text, exemplar: parsed.exemplar };
    return parsed.exemplar;
  }

  #decode(latin1: string): string {
    const text = decodeText(latin1);
    if (text === undefined) throw errorAt(this.#bytes, this.#at, 'the text is not UTF-8');
    return text;
  }
}
