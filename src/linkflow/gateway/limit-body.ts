import { Transform } from 'node:stream';
import { Problem } from '../kit/problem.ts';

/** Throws `body-too-large` when the request says that its body is longer than the limit. */
export function checkDeclaredLength(contentLength: string | undefined, limitBytes: number): void {
  if (contentLength !== undefined && Number(contentLength) > limitBytes) throw tooLarge(limitBytes);
}

/** A stream that passes a body through and fails with `body-too-large` once it is longer than the limit; for bodies that don't say how long they are. */
export function limitBody(limitBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitBytes) done(tooLarge(limitBytes));
      else done(undefined, chunk);
    },
  });
}

function tooLarge(limitBytes: number): Problem {
  return new Problem('body-too-large', `The body is larger than ${limitBytes} bytes`, { headers: { Connection: 'close' } });
}
