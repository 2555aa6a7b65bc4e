import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Exchanged } from './exchange.ts';
import type { SentCookie } from './hop.ts';
import type { RequestTarget } from './request-target.ts';
import { parseSetCookie, type ReceivedCookie } from './set-cookie.ts';

/** The last exchange of a request as a script may look at it; nothing is decoded before it asks. */
export interface ResponseRecord {
  readonly exchanged: Exchanged;
  readonly target: RequestTarget;
  readonly method: string;
  readonly errorCode: number;
  readonly bodyKind: 'text' | 'binary' | 'none';
  readonly mostBodyBytes: number;
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly tlsVersion: string;
  readonly tlsCipherSuite: string;
  readonly requestHeaders: readonly string[];
  readonly requestBody: string;
  readonly requestCookies: readonly SentCookie[];
  /** The body once it was decoded. */
  decoded?: Buffer;
  /** The body once it was parsed. */
  parsed?: unknown;
}

/** The cookies of Set-Cookie headers, in their order. */
export function receivedCookies({ headers }: Exchanged): readonly ReceivedCookie[] {
  const lines = headers['set-cookie'];
  if (lines === undefined) return [];
  return (Array.isArray(lines) ? lines : [lines]).map(parseSetCookie).filter((cookie) => cookie !== undefined);
}

/** The body without its content encodings; throws an Error where they are not what the header says, or where it would grow past the limit. */
export function decodedBody(record: ResponseRecord): Buffer {
  record.decoded ??= decode(record);
  return record.decoded;
}

const decoders = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync, zstd: zstdDecompressSync };

function decode({ exchanged, mostBodyBytes }: ResponseRecord): Buffer {
  const { chunks, headers } = exchanged;
  const raw = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
  const encodings = (headers['content-encoding'] ?? '').split(',');
  if (raw.length === 0) return raw;
  return encodings.reduceRight((body, name) => decodeOnce(body, name.trim().toLowerCase(), mostBodyBytes), raw);
}

function decodeOnce(body: Buffer, encoding: string, maxOutputLength: number): Buffer {
  if (encoding === '' || encoding === 'identity') return body;
  const decoder = decoders[encoding as keyof typeof decoders];
  if (decoder === undefined) throw new Error(`the response body has the content encoding ${encoding}, which this engine does not know`);
  try {
    return decoder(body, { maxOutputLength });
  } catch (error) {
    throw new Error(`the response body can't be decoded as ${encoding}: ${(error as Error).message}`, { cause: error });
  }
}

/** The body parsed as JSON, once; throws an Error where it is none. */
export function parsedBody(record: ResponseRecord): unknown {
  if (!('parsed' in record)) record.parsed = JSON.parse(decodedBody(record).toString());
  return record.parsed;
}
