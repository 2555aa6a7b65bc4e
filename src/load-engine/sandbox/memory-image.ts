/** The memory of an instance at one moment, without the pages that hold nothing: an instance of the same program that is given it goes on from there. */
export interface MemoryImage {
  /** What the memory measured, in bytes; one that is given the image must measure the same. */
  readonly length: number;
  readonly runs: readonly MemoryRun[];
}

interface MemoryRun {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** The unit in which the operating system gives memory: one that is never written is never resident. */
const pageBytes = 4096;

/** Copies every page that holds something; `alwaysBelow` is the end of the static data, which a new instance does not begin with as zeros. */
export function captureMemory(memory: Uint8Array, alwaysBelow: number): MemoryImage {
  const words = new BigUint64Array(memory.buffer, memory.byteOffset, memory.length / 8);
  const runs: MemoryRun[] = [];
  for (let at = 0; at < memory.length; ) {
    const end = endOfRun(words, at, alwaysBelow);
    if (end > at) runs.push({ at, bytes: memory.slice(at, end) });
    at = end + pageBytes;
  }
  return { length: memory.length, runs };
}

/** Gives a new instance the memory of another; throws where it is not as large. */
export function restoreMemory(image: MemoryImage, memory: Uint8Array): void {
  if (memory.length !== image.length) throw new Error(`an image of ${image.length} bytes does not fit into a memory of ${memory.length}`);
  for (const { at, bytes } of image.runs) memory.set(bytes, at);
}

function endOfRun(words: BigUint64Array, from: number, alwaysBelow: number): number {
  let at = from;
  while (at < words.length * 8 && (at < alwaysBelow || holdsSomething(words, at))) at += pageBytes;
  return at;
}

function holdsSomething(words: BigUint64Array, at: number): boolean {
  const first = at / 8;
  for (let index = first; index < first + pageBytes / 8; index += 1) if (words[index] !== 0n) return true;
  return false;
}
