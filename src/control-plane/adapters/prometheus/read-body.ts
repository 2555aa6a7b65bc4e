import { QueryError } from '../../../metrics-engine/metrics-source.ts';

/** Reads a response as text. Throws QueryError 'unavailable' once it has more bytes than allowed; the rest is not read. */
export async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes)
      throw new QueryError('unavailable', `the answer has more than ${maxBytes} bytes: ask about fewer series or with a longer step`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
