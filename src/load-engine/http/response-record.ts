import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { HttpVersion } from './connection.ts';
import type { Exchanged } from './exchange.ts';
import type { SentCookie } from './hop.ts';
import type { OcspFacts } from './ocsp-response.ts';
import { RequestFailure } from './request-failure.ts';
import type { RequestTarget } from './request-target.ts';
import { parseSetCookie, type ReceivedCookie } from './set-cookie.ts';

/** The last exchange of a request as a script may look at it; nothing is decoded before it asks. */
export interface ResponseRecord {
  readonly exchanged: Exchanged;
  readonly target: RequestTarget;
  readonly method: string;
  readonly errorCode: number;
  readonly bodyKind: 'text' | 'binary' | 'none';
  readonly version: HttpVersion;
  readonly remoteIp: string;
  readonly remotePort: number;
  readonly tlsVersion: string;
  readonly tlsCipherSuite: string;
  /** What the server stapled about its certificate; undefined where it stapled nothing. */
  readonly ocsp: OcspFacts | undefined;
  readonly requestHeaders: readonly string[];
  readonly requestBody: string;
  readonly requestCookies: readonly SentCookie[];
  /** The body in one piece, once it was asked for. */
  whole?: Buffer;
  /** The body once it was parsed. */
  parsed?: unknown;
}

/** The cookies of Set-Cookie headers, in their order. */
export function receivedCookies({ headers }: Exchanged): readonly ReceivedCookie[] {
  const lines = headers['set-cookie'];
  if (lines === undefined) return [];
  return (Array.isArray(lines) ? lines : [lines]).map(parseSetCookie).filter((cookie) => cookie !== undefined);
}

/** The body in one piece. */
export function wholeBody(record: ResponseRecord): Buffer {
  record.whole ??= joined(record.exchanged.chunks);
  return record.whole;
}

function joined(chunks: readonly Buffer[]): Buffer {
  return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
}

const decoders = { gzip: gunzipSync, 'x-gzip': gunzipSync, deflate: inflateSync, br: brotliDecompressSync, zstd: zstdDecompressSync };

/** k6's code for a body that is not what its content encoding says. Source: k6 documentation, "Error codes". */
const undecodable = 1701;

/** Undoing an encoding holds up all users for as long as it takes: a target must not be able to ask for that many times over. */
const MOST_ENCODINGS = 3;

/** An answer without its content encodings; a failure where the body is not what they say, or would grow past the limit. */
export function decodedExchange(exchanged: Exchanged, mostBodyBytes: number): Exchanged {
  const raw = joined(exchanged.chunks);
  if (raw.length === 0) return exchanged;
  const encodings = (exchanged.headers['content-encoding'] ?? '').split(',');
  try {
    if (encodings.length > MOST_ENCODINGS)
      throw new Error(
        `the response body has ${encodings.length} content encodings over each other, and this engine undoes ${MOST_ENCODINGS}`,
      );
    const body = encodings.reduceRight((bytes, name) => decodeOnce(bytes, name.trim().toLowerCase(), mostBodyBytes), raw);
    return { ...exchanged, chunks: [body] };
  } catch (error) {
    const failure = new RequestFailure(undecodable, (error as Error).message, error);
    return { ...exchanged, status: 0, statusText: '', headers: {}, chunks: [], failure };
  }
}

function decodeOnce(body: Buffer, encoding: string, maxOutputLength: number): Buffer {
  if (encoding === '' || encoding === 'identity') return body;
  const decoder = Object.hasOwn(decoders, encoding) ? decoders[encoding as keyof typeof decoders] : undefined;
  if (decoder === undefined) throw new Error(`the response body has the content encoding ${encoding}, which this engine does not know`);
  try {
    return decoder(body, { maxOutputLength });
  } catch (error) {
    throw new Error(`the response body can't be decoded as ${encoding}: ${(error as Error).message}`, { cause: error });
  }
}

/** The body parsed as JSON, once; throws an Error where it is none. */
export function parsedBody(record: ResponseRecord): unknown {
  if (!('parsed' in record)) record.parsed = JSON.parse(wholeBody(record).toString());
  return record.parsed;
}
