import { BYTE } from './byte.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import { readNumber } from './read-number.ts';

// Every integer below is exact as a double, and so is every power of ten: one division or multiplication of the two rounds once, as
// a correct conversion does. Source: W. D. Clinger, How to Read Floating Point Numbers Accurately (1990).
const EXACT_INTEGERS = 2 ** 53;
const EXACT_POWERS = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const LARGEST_POWER = 22;

/** Reads numbers out of an exposition's bytes, the common ones without making a text of them; the result is the same to the bit. */
export class NumberReader {
  readonly #isText: boolean;
  /** The number that was read last, and where the word ended. */
  value = Number.NaN;
  end = 0;

  constructor(format: ExpositionFormat) {
    this.#isText = format === 'text';
  }

  /** Reads the word at an offset; false when it is no number. The bytes must end with a newline. */
  read(bytes: Buffer, start: number): boolean {
    return this.#readPlain(bytes, start) || this.#readWord(bytes, start);
  }

  /** Digits with at most one dot and a small exponent, up to the end of the word; false when it is anything else. */
  #readPlain(bytes: Buffer, start: number): boolean {
    const isNegative = bytes[start] === BYTE.minus;
    let at = isNegative ? start + 1 : start;
    const first = at;
    let digits = 0;
    let byte = bytes[at] ?? 0;
    for (; byte >= BYTE.zero && byte <= BYTE.nine; byte = bytes[++at] ?? 0) digits = digits * 10 + (byte - BYTE.zero);
    let dot = -1;
    if (byte === BYTE.dot) {
      dot = at;
      byte = bytes[++at] ?? 0;
      for (; byte >= BYTE.zero && byte <= BYTE.nine; byte = bytes[++at] ?? 0) digits = digits * 10 + (byte - BYTE.zero);
    }
    if (at === first || at - first > 20 || digits >= EXACT_INTEGERS || (dot >= 0 && at === first + 1)) return false;
    let power = dot < 0 ? 0 : dot + 1 - at;
    if (byte === BYTE.lowerE) {
      power += readExponent(bytes, at + 1);
      at = wordEnd(bytes, at, this.#isText);
    } else if (!isWordEnd(byte, this.#isText)) return false;
    if (!(power >= -LARGEST_POWER && power <= LARGEST_POWER)) return false;
    const size = power < 0 ? digits / (EXACT_POWERS[-power] ?? 1) : digits * (EXACT_POWERS[power] ?? 1);
    this.value = isNegative ? -size : size;
    this.end = at;
    return true;
  }

  #readWord(bytes: Buffer, start: number): boolean {
    this.end = wordEnd(bytes, start, this.#isText);
    const value = readNumber(bytes.toString('latin1', start, this.end));
    this.value = value ?? Number.NaN;
    return value !== undefined;
  }
}

/** A sign and one or two digits up to the end of the word, as exporters write them; NaN for anything else. */
function readExponent(bytes: Buffer, start: number): number {
  const sign = bytes[start] ?? 0;
  let at = sign === BYTE.plus || sign === BYTE.minus ? start + 1 : start;
  const first = at;
  let exponent = 0;
  let byte = bytes[at] ?? 0;
  for (; byte >= BYTE.zero && byte <= BYTE.nine; byte = bytes[++at] ?? 0) exponent = exponent * 10 + (byte - BYTE.zero);
  const isWhole = at > first && at - first <= 2 && (byte === BYTE.space || byte === BYTE.newline);
  if (!isWhole) return Number.NaN;
  return sign === BYTE.minus ? -exponent : exponent;
}

/** Where the word ends that stands at an offset. The bytes must end with a newline. */
export function wordEnd(bytes: Buffer, start: number, isText: boolean): number {
  let at = start;
  while (at < bytes.length && !isWordEnd(bytes[at] ?? 0, isText)) at++;
  return at;
}

function isWordEnd(byte: number, isText: boolean): boolean {
  return byte === BYTE.space || byte === BYTE.newline || (isText && (byte === BYTE.tab || byte === BYTE.openBrace));
}
