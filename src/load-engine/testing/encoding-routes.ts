import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { answerText, type TargetRoute } from './target-exchange.ts';

const encoders: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gzipSync,
  'x-gzip': gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  identity: (bytes) => bytes,
};

/** Routes whose bodies are encoded, well or badly. */
export const encodingRoutes: Readonly<Record<string, TargetRoute>> = {
  /** /encoded/gzip,br?text=… applies the encodings in order. /encoded/broken/gzip claims one that it has not, /encoded/cut/gzip lacks its end, /encoded/raw-deflate is deflate without its header. */
  encoded: (exchange) => {
    const { parts, query, response } = exchange;
    const text = Buffer.from(query.get('text') ?? '{"encoded":true}');
    const [how = 'gzip', named = 'gzip'] = parts;
    if (how === 'broken') return send(named, text);
    if (how === 'cut') return send(named, encode(named, text).subarray(0, -6));
    if (how === 'raw-deflate') return send('deflate', deflateRawSync(text));
    if (how.split(',').some((name) => encoders[name] === undefined)) return answerText(exchange, 'no such encoding', 404);
    send(how.replaceAll(',', ', '), encode(how, text));

    function send(encoding: string, body: Buffer): void {
      response.setHeader('content-type', 'application/json');
      response.setHeader('content-encoding', encoding);
      response.end(body);
    }
  },
};

function encode(names: string, bytes: Buffer): Buffer {
  return names.split(',').reduce((body, name) => encoders[name]?.(body) ?? body, bytes);
}
