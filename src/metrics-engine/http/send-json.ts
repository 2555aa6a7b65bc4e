import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { constants, createGzip } from 'node:zlib';
import type { Pieces } from './pieces.ts';

/** How an answer is sent. */
export interface JsonReply {
  readonly status: number;
  readonly pieces: Pieces;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether the client takes gzip; it gets it when the answer is large. */
  readonly gzip: boolean;
  /** Aborts when nobody wants the answer any more. */
  readonly signal: AbortSignal;
}

// Large enough that calls cost nothing, small enough that making one holds up nobody: a fraction of a millisecond.
const BLOCK_LENGTH = 64 * 1024;

/**
 * Sends JSON: at once when it is short, else block by block as fast as the client takes them, others running between.
 *
 * Resolves when it is sent, or the client has gone. Rejects for a bug in the pieces, having cut the connection.
 */
export async function sendJson(response: ServerResponse, { status, pieces, headers = {}, gzip, signal }: JsonReply): Promise<void> {
  const blocks = blocksOf(pieces)[Symbol.iterator]();
  const first = blocks.next();
  const text = first.done === true ? '' : first.value;
  const base = { ...headers, 'content-type': 'application/json' };
  if (text.length < BLOCK_LENGTH) {
    const body = Buffer.from(text);
    response.writeHead(status, { ...base, 'content-length': body.length }).end(body);
    return;
  }
  response.writeHead(status, { ...base, vary: 'Accept-Encoding', ...(gzip && { 'content-encoding': 'gzip' }) });
  const source = Readable.from(inTurns(text, blocks));
  const done = gzip
    ? pipeline(source, createGzip({ level: constants.Z_BEST_SPEED }), response, { signal })
    : pipeline(source, response, { signal });
  await done.catch((error: unknown) => {
    if (!isOfConnection(error)) throw error;
  });
}

const CONNECTION_CODES: ReadonlySet<unknown> = new Set([
  'ABORT_ERR',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

function isOfConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && CONNECTION_CODES.has(error.code);
}

function* blocksOf(pieces: Pieces): Generator<string, undefined> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK_LENGTH) continue;
    yield block;
    block = '';
  }
  if (block !== '') yield block;
}

async function* inTurns(first: string, rest: Iterator<string, undefined>): AsyncGenerator<string, undefined> {
  yield first;
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    yield next.value;
    await setImmediate();
  }
}
