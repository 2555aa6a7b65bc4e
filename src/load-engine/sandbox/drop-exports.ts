const exportSection = 7;
const headerBytes = 8;

/**
 * A WebAssembly program without the exports of these names; everything else stays as it is. Throws where the program has no exports.
 * V8 makes a function object of each export for every instance, called or not. Format: WebAssembly Core Specification, 5.5.10.
 */
export function dropExports(program: Uint8Array, unwanted: ReadonlySet<string>): Uint8Array {
  for (let at = headerBytes; at < program.length; ) {
    const size = readLeb(program, at + 1);
    const end = size.end + size.value;
    if (program[at] === exportSection) {
      const kept = section(exportsOf(program, size.end).filter(({ name }) => !unwanted.has(name)));
      return Buffer.concat([program.subarray(0, at), kept, program.subarray(end)]);
    }
    at = end;
  }
  throw new Error('the WebAssembly program has no exports');
}

interface Export {
  readonly name: string;
  /** The whole entry, as it stands there. */
  readonly bytes: Uint8Array;
}

function exportsOf(program: Uint8Array, from: number): readonly Export[] {
  const count = readLeb(program, from);
  const found: Export[] = [];
  for (let [index, at] = [0, count.end]; index < count.value; index += 1) {
    const length = readLeb(program, at);
    const kindAt = length.end + length.value;
    const { end } = readLeb(program, kindAt + 1);
    found.push({ name: Buffer.from(program.subarray(length.end, kindAt)).toString(), bytes: program.subarray(at, end) });
    at = end;
  }
  return found;
}

function section(entries: readonly Export[]): Buffer {
  const content = Buffer.concat([Buffer.from(writeLeb(entries.length)), ...entries.map(({ bytes }) => bytes)]);
  return Buffer.concat([Buffer.from([exportSection, ...writeLeb(content.length)]), content]);
}

/** An unsigned number, seven bits a byte, and where it ends. */
function readLeb(program: Uint8Array, at: number): { readonly value: number; readonly end: number } {
  const byte = program[at] ?? 0;
  if (byte < 0x80) return { value: byte, end: at + 1 };
  const rest = readLeb(program, at + 1);
  return { value: (byte & 0x7f) + rest.value * 0x80, end: rest.end };
}

function writeLeb(value: number): readonly number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...writeLeb(value >> 7)];
}
