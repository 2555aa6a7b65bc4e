import { BYTE } from './byte.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import { errorAt, unexpectedAt } from './locate-error.ts';
import { NumberReader, wordEnd } from './number-reader.ts';
import { skipSpaces } from './series-end.ts';
import { standsAt } from './stands-at.ts';

const EXEMPLAR_MARK = ' # {';
// Beyond this, Prometheus' 64-bit timestamps end.
const LARGEST_TIMESTAMP_MS = 2 ** 63;

/** Reads what stands behind a series on its line: the value, a time, where an exemplar begins. It holds what it read last. */
export class SampleReader {
  readonly #bytes: Buffer;
  readonly #isText: boolean;
  readonly #number: NumberReader;
  value = Number.NaN;
  /** Milliseconds since 1970; undefined when the line has no time, as is the rule. */
  timestampMs: number | undefined;
  /** Where the braces of an exemplar open; undefined without one. */
  exemplarAt: number | undefined;
  /** Where the line's newline stands. */
  end = 0;

  /** The bytes must end with a newline. */
  constructor(bytes: Buffer, format: ExpositionFormat) {
    this.#bytes = bytes;
    this.#isText = format === 'text';
    this.#number = new NumberReader(format);
  }

  /** Reads on behind a series. Throws ExpositionError for what is no sample. */
  read(seriesEnd: number): void {
    const bytes = this.#bytes;
    const start = this.#isText ? skipSpaces(bytes, seriesEnd) : this.#behindSpace(seriesEnd, 'a value');
    if (!this.#number.read(bytes, start)) throw unexpectedAt(bytes, start, 'a value');
    this.value = this.#number.value;
    this.end = this.#number.end;
    this.timestampMs = undefined;
    this.exemplarAt = undefined;
    // With the value most lines end.
    if (bytes[this.end] === BYTE.newline) return;
    if (this.#isText) this.#readMilliseconds();
    else this.#readSecondsAndExemplar();
  }

  #readMilliseconds(): void {
    const start = skipSpaces(this.#bytes, this.end);
    this.end = start;
    if (this.#bytes[start] === BYTE.newline) return;
    const behind = wordEnd(this.#bytes, start, true);
    const word = this.#bytes.toString('latin1', start, behind);
    this.timestampMs = /^\d+$/.test(word) ? Number(word) : Number.NaN;
    if (!(this.timestampMs < LARGEST_TIMESTAMP_MS))
      throw unexpectedAt(this.#bytes, start, 'a timestamp in milliseconds or the end of the line');
    this.end = skipSpaces(this.#bytes, behind);
    if (this.#bytes[this.end] !== BYTE.newline) throw unexpectedAt(this.#bytes, this.end, 'the end of the line');
  }

  #readSecondsAndExemplar(): void {
    if (!standsAt(this.#bytes, this.end, EXEMPLAR_MARK)) this.#readSeconds();
    if (this.#bytes[this.end] === BYTE.newline) return;
    if (!standsAt(this.#bytes, this.end, EXEMPLAR_MARK)) throw unexpectedAt(this.#bytes, this.end, 'an exemplar or the end of the line');
    this.exemplarAt = this.end + EXEMPLAR_MARK.length - 1;
    this.end = this.#bytes.indexOf(BYTE.newline, this.end);
  }

  /** Prometheus cuts what is finer than a millisecond, and so does this. */
  #readSeconds(): void {
    const what = 'a timestamp in seconds or an exemplar';
    const start = this.#behindSpace(this.end, what);
    if (!this.#number.read(this.#bytes, start)) throw unexpectedAt(this.#bytes, start, what);
    if (!Number.isFinite(this.#number.value)) throw errorAt(this.#bytes, start, 'expected a timestamp in seconds, found no finite number');
    this.timestampMs = Math.trunc(this.#number.value * 1000);
    this.end = this.#number.end;
  }

  #behindSpace(at: number, what: string): number {
    if (this.#bytes[at] !== BYTE.space) throw unexpectedAt(this.#bytes, at, `a space and ${what}`);
    return at + 1;
  }
}
