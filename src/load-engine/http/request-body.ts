import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import type { Compression } from './request-params.ts';

/** A body on its way: what is sent, what a script may read back of it, and the headers it needs. */
export interface RequestBody {
  readonly content: string | Buffer | null;
  readonly shown: string;
  readonly headers: readonly string[];
}

/** A request without a body. */
export const noBody: RequestBody = { content: null, shown: '', headers: [] };

const compressors = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync, zstd: zstdCompressSync };

/** Makes the body of what guest code sends: kind 1 is text, 2 bytes, 3 a form as JSON of pairs. */
export function requestBody(kind: number, content: string | Uint8Array, compression: readonly Compression[]): RequestBody {
  const plain = kind === 3 ? new URLSearchParams(JSON.parse(String(content)) as [string, string][]).toString() : content;
  const shown = typeof plain === 'string' ? plain : '';
  if (compression.length === 0) return { content: typeof plain === 'string' ? plain : Buffer.from(plain), shown, headers: [] };
  const compressed = compression.reduce((bytes, name) => compressors[name](bytes), Buffer.from(plain));
  return { content: compressed, shown, headers: ['Content-Encoding', compression.join(', ')] };
}
