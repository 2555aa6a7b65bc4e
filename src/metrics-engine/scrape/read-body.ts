import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { TargetAnswer } from './fetch-target.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';

const inflate = promisify(gunzip);

/**
 * Reads a whole body, uncompressed. Throws ScrapeLimitError when it has more bytes than allowed, of which the rest is not read, and Error
 * when it is compressed in a way that was not asked for, or its compression is cut off.
 */
export async function readBody({ headers, body }: TargetAnswer, maxBytes: number): Promise<Buffer> {
  const sent = await readBounded(body, maxBytes);
  const encoding = (headers.get('content-encoding') ?? 'identity').toLowerCase();
  // What does not begin like gzip was uncompressed on the way, as the global fetch does.
  if (encoding === 'identity' || (encoding === 'gzip' && !looksCompressed(sent))) return sent;
  if (encoding !== 'gzip')
    throw new Error(`the target's answer is compressed by ${JSON.stringify(encoding.slice(0, 20))}, which was not asked for`);
  return uncompress(sent, maxBytes);
}

async function readBounded(body: TargetAnswer['body'], maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

async function uncompress(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await inflate(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxBytes);
    throw new Error("the target's answer is no whole gzip", { cause: error });
  }
}

function looksCompressed(bytes: Buffer): boolean {
  return bytes.length === 0 || (bytes[0] === 0x1f && bytes[1] === 0x8b);
}

function tooLarge(maxBytes: number): ScrapeLimitError {
  return new ScrapeLimitError('body-size', `the target's answer has more than ${maxBytes} bytes`);
}
