import { isUtf8 } from 'node:buffer';
import type { Labels } from '../query-result.ts';
import { BYTE } from './byte.ts';
import type { Exemplar } from './exemplar.ts';
import { ExpositionError } from './exposition-error.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import type { LineMemory, RememberedLine, SeriesLine } from './line-memory.ts';
import { type MetadataLine, parseComment } from './metadata-line.ts';
import { normalizeBounds } from './normalize-bounds.ts';
import { NumberReader, wordEnd } from './number-reader.ts';
import { parseExemplar } from './parse-exemplar.ts';
import { parseSeries } from './parse-series.ts';
import { seriesEnd, skipSpaces } from './series-end.ts';

/** Is told what an exposition says, in its order. */
export interface ExpositionListener<Meaning> {
  /** What the labels mean to the listener: asked once a series' life, then remembered. What it throws ends the reading. */
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
 * Throws ExpositionError at the first line that Prometheus would refuse, too; work is bounded by the number of bytes, whatever they are.
 */
export function readExposition<Meaning>(options: ReadExpositionOptions<Meaning>): void {
  new ExpositionReader(options).read();
}

const END_MARK = '# EOF';
// Beyond this, Prometheus' 64-bit timestamps end.
const LARGEST_TIMESTAMP_MS = 2 ** 63;

class ExpositionReader<Meaning> {
  readonly #bytes: Buffer;
  readonly #format: ExpositionFormat;
  readonly #isText: boolean;
  readonly #memory: LineMemory<Meaning>;
  readonly #listener: ExpositionListener<Meaning>;
  readonly #number: NumberReader;
  /** Of the family that was described last: bounds of histograms and summaries are written in one way. */
  #bounds: 'le' | 'quantile' | undefined;
  #at = 0;
  #hasEnded = false;

  constructor({ bytes, format, memory, listener }: ReadExpositionOptions<Meaning>) {
    this.#bytes = bytes.length === 0 || bytes.at(-1) === BYTE.newline ? bytes : Buffer.concat([bytes, Buffer.of(BYTE.newline)]);
    this.#format = format;
    this.#isText = format === 'text';
    this.#memory = memory;
    this.#listener = listener;
    this.#number = new NumberReader(format);
  }

  read(): void {
    this.#memory.begin();
    while (this.#at < this.#bytes.length && !this.#hasEnded) if (!this.#readExpected()) this.#readNext();
    if (!this.#isText && !this.#hasEnded) throw this.#error(this.#bytes.length - 1, `the exposition does not end with ${END_MARK}`);
    if (this.#at < this.#bytes.length) throw this.#error(this.#at, `unexpected text behind ${END_MARK}`);
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
    if (byte !== BYTE.space || this.#bytes[end + 1] === BYTE.openBrace || this.#bytes[end + 1] === BYTE.space) return false;
    this.#readSample(line, end);
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
    if (text === END_MARK && !this.#isText) {
      this.#hasEnded = true;
      this.#at = end + 1;
      return;
    }
    const known = this.#memory.find(text);
    if (known !== undefined) return this.#finishComment(known, end);
    const parsed = parseComment(this.#isRemark(text) ? text : this.#decode(text), this.#format);
    if (!parsed.ok) throw this.#error(this.#at, parsed.problem);
    if (parsed.metadata === undefined) this.#at = end + 1;
    else this.#finishComment(this.#memory.learnComment(text, parsed.metadata), end);
  }

  /** A remark may be in any encoding: nobody reads it. */
  #isRemark(comment: string): boolean {
    const parsed = parseComment(comment, this.#format);
    return parsed.ok && parsed.metadata === undefined;
  }

  #finishComment(line: RememberedLine<Meaning>, end: number): void {
    this.#memory.meet(line);
    this.#at = end + 1;
    if (line.kind !== 'comment') return;
    if (line.metadata.kind === 'type') this.#bounds = BOUND_LABELS.get(line.metadata.type);
    this.#listener.metadata(line.metadata);
  }

  #readSeries(): void {
    const found = seriesEnd(this.#bytes, this.#at, this.#isText);
    if (!found.ok) throw this.#error(this.#at, found.problem);
    const text = this.#bytes.toString('latin1', this.#at, found.end);
    const known = this.#memory.find(text);
    this.#readSample(known?.kind === 'series' ? known : this.#learnSeries(text), found.end);
  }

  #learnSeries(text: string): SeriesLine<Meaning> {
    const parsed = parseSeries(this.#decode(text), this.#format);
    if (!parsed.ok) throw this.#error(this.#at, parsed.problem);
    return this.#memory.learnSeries(text, this.#listener.meaningOf(normalizeBounds(parsed.labels, this.#bounds)));
  }

  /** Reads on behind the series: value, timestamp, exemplar. */
  #readSample(line: SeriesLine<Meaning>, end: number): void {
    const bytes = this.#bytes;
    const start = this.#isText ? skipSpaces(bytes, end) : this.#wordAfterSpace(end, 'a value');
    if (!this.#number.read(bytes, start)) throw this.#expected('a value', start);
    const value = this.#number.value;
    const valueEnd = this.#number.end;
    // The value's end is where most lines end.
    if (bytes[valueEnd] === BYTE.newline) this.#tell(line, value, undefined, valueEnd);
    else if (this.#isText) this.#readTextTail(line, value, valueEnd);
    else this.#readOpenMetricsTail(line, value, valueEnd);
  }

  #readTextTail(line: SeriesLine<Meaning>, value: number, valueEnd: number): void {
    const start = skipSpaces(this.#bytes, valueEnd);
    if (this.#bytes[start] === BYTE.newline) return this.#tell(line, value, undefined, start);
    const wordsEnd = wordEnd(this.#bytes, start, true);
    const word = this.#bytes.toString('latin1', start, wordsEnd);
    const timestampMs = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!(timestampMs < LARGEST_TIMESTAMP_MS)) throw this.#expected('a timestamp in milliseconds or the end of the line', start);
    const end = skipSpaces(this.#bytes, wordsEnd);
    if (this.#bytes[end] !== BYTE.newline) throw this.#expected('the end of the line', end);
    this.#tell(line, value, timestampMs, end);
  }

  #readOpenMetricsTail(line: SeriesLine<Meaning>, value: number, valueEnd: number): void {
    let end = valueEnd;
    let timestampMs: number | undefined;
    if (!this.#isExemplarAt(end)) {
      timestampMs = this.#readSeconds(end, 'a timestamp in seconds or an exemplar');
      end = this.#number.end;
    }
    const exemplarStart = this.#isExemplarAt(end) ? end + EXEMPLAR_MARK.length - 1 : undefined;
    if (exemplarStart === undefined && this.#bytes[end] !== BYTE.newline) throw this.#expected('an exemplar or the end of the line', end);
    const lineEnd = this.#bytes.indexOf(BYTE.newline, end);
    this.#tell(line, value, timestampMs, lineEnd);
    if (exemplarStart !== undefined) this.#listener.exemplar(line.meaning, this.#exemplarOf(line, exemplarStart, lineEnd));
  }

  /** The same exemplar often stands there at many scrapes. */
  #exemplarOf(line: SeriesLine<Meaning>, start: number, end: number): Exemplar {
    const text = this.#bytes.toString('latin1', start, end);
    if (line.exemplar?.text === text) return line.exemplar.exemplar;
    const parsed = parseExemplar(this.#decode(text));
    if (!parsed.ok) throw this.#error(start, parsed.problem);
    line.exemplar = { text, exemplar: parsed.exemplar };
    return parsed.exemplar;
  }

  #isExemplarAt(at: number): boolean {
    return standsAt(this.#bytes, at, EXEMPLAR_MARK);
  }

  /** Prometheus cuts what is finer than a millisecond, and so does this. */
  #readSeconds(spaceAt: number, what: string): number {
    const start = this.#wordAfterSpace(spaceAt, what);
    if (!this.#number.read(this.#bytes, start) || !Number.isFinite(this.#number.value)) throw this.#expected(what, start);
    return Math.trunc(this.#number.value * 1000);
  }

  #wordAfterSpace(at: number, what: string): number {
    if (this.#bytes[at] !== BYTE.space) throw this.#expected(`a space and ${what}`, at);
    return at + 1;
  }

  #tell(line: SeriesLine<Meaning>, value: number, timestampMs: number | undefined, newlineAt: number): void {
    this.#memory.meet(line);
    this.#at = newlineAt + 1;
    this.#listener.sample(line.meaning, value, timestampMs);
  }

  #decode(latin1: string): string {
    // oxlint-disable-next-line no-control-regex -- whether a text has bytes beyond ASCII
    if (/^[\x00-\x7f]*$/.test(latin1)) return latin1;
    const bytes = Buffer.from(latin1, 'latin1');
    if (!isUtf8(bytes)) throw this.#error(this.#at, 'the text is not UTF-8');
    return bytes.toString('utf8');
  }

  #expected(what: string, at: number): ExpositionError {
    const newline = this.#bytes.indexOf(BYTE.newline, at);
    const found = this.#bytes.toString('utf8', at, Math.min(at + 20, newline));
    return this.#error(at, `expected ${what}, found ${found === '' ? 'the end of the line' : JSON.stringify(found)}`);
  }

  /** Lines are counted when one is wrong, not on the way. */
  #error(at: number, problem: string): ExpositionError {
    let line = 1;
    for (
      let newline = this.#bytes.indexOf(BYTE.newline);
      newline >= 0 && newline < at;
      newline = this.#bytes.indexOf(BYTE.newline, newline + 1)
    )
      line++;
    return new ExpositionError(line, problem);
  }
}

const EXEMPLAR_MARK = ' # {';
const BOUND_LABELS: ReadonlyMap<string, 'le' | 'quantile'> = new Map([
  ['histogram', 'le'],
  ['summary', 'quantile'],
]);

function standsAt(bytes: Buffer, at: number, text: string): boolean {
  const length = text.length;
  if (at + length > bytes.length) return false;
  for (let index = 0; index < length; index++) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
