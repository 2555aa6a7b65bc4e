import { isUtf8 } from 'node:buffer';

// oxlint-disable-next-line no-control-regex -- all of ASCII, its control characters, too
const ASCII = /^[\x00-\x7f]*$/;

/** The text that UTF-8 bytes mean, which are given as one character each; undefined when they are no UTF-8. */
export function decodeText(latin1: string): string | undefined {
  if (ASCII.test(latin1)) return latin1;
  const bytes = Buffer.from(latin1, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
