import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

const FORM = 'application/x-www-form-urlencoded';

/** The fields of a request's form; none without a body. Throws ApiError 413 once it is too large, the rest of it unread, and 415 for another type. */
export async function readForm(request: IncomingMessage, maxBytes: number): Promise<URLSearchParams> {
  if (!hasBody(request)) return new URLSearchParams();
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== FORM) throw new ApiError('bad_data', `send parameters as ${FORM}, not as ${JSON.stringify(type)}`, { status: 415 });
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not cut the connection: the refusal is still to be sent.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw new ApiError('bad_data', `a form may have at most ${maxBytes} bytes`, { status: 413 });
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function hasBody({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? 0) > 0 || headers['transfer-encoding'] !== undefined;
}
