import { compareText } from '../labels.ts';

/**
 * Orders texts as people do: runs of digits by the number they stand for, all else by its characters, so that `cpu2` comes before
 * `cpu10`. A text that another one begins with comes first. Negative, 0 for equal texts only, or positive.
 *
 * The order of Prometheus' sort_by_label wherever that one is an order at all: for `1` against `01`, or an absent label against one that is
 * there, it depends on what the sort happens to compare first. Here the plain text decides, and the absent label comes first.
 */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [chunksOf(a), chunksOf(b)];
  for (const [index, chunk] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const order = compareChunks(chunk, other);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareText(a, b);
}

function chunksOf(text: string): readonly string[] {
  return text.match(/[0-9]+|[^0-9]+/g) ?? [];
}

const LARGEST_NUMBER = 2n ** 63n - 1n;

function compareChunks(a: string, b: string): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left === undefined || right === undefined) return compareText(a, b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** What does not fit into 64 bits is a text to Prometheus too. */
function numberOf(chunk: string): bigint | undefined {
  if (!/^[0-9]/.test(chunk)) return undefined;
  const number = BigInt(chunk);
  return number <= LARGEST_NUMBER ? number : undefined;
}
