import { asText } from './as-text.ts';
import { bytesToText, textToBytes } from './text.ts';

function partBytes(part: unknown): Uint8Array {
  if (part instanceof Blob) return part.content;
  if (part instanceof ArrayBuffer) return new Uint8Array(part);
  if (ArrayBuffer.isView(part)) return new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
  return textToBytes(asText(part));
}

/** Immutable bytes with a type, as the File API has them. */
export class Blob {
  readonly type: string;
  readonly size: number;
  readonly #content: Uint8Array<ArrayBuffer>;

  constructor(parts: readonly unknown[] = [], options: { readonly type?: unknown } = {}) {
    const pieces = Array.from(parts, partBytes);
    this.size = pieces.reduce((sum, { length }) => sum + length, 0);
    const content = new Uint8Array(this.size);
    let at = 0;
    for (const piece of pieces) {
      content.set(piece, at);
      at += piece.length;
    }
    this.type = asText(options.type ?? '').toLowerCase();
    this.#content = content;
  }

  /** For the engine's own modules: not to be changed. */
  get content(): Uint8Array<ArrayBuffer> {
    return this.#content;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return this.#content.slice().buffer;
  }

  async bytes(): Promise<Uint8Array> {
    return this.#content.slice();
  }

  async text(): Promise<string> {
    return bytesToText(this.#content);
  }

  slice(start = 0, end = this.size, type = ''): Blob {
    return new Blob([this.#content.slice(start, end)], { type });
  }

  stream(): never {
    throw new Error('Blob.stream() is not supported by this engine: read the whole with arrayBuffer(), bytes() or text()');
  }
}
