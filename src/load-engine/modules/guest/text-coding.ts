import { asText } from './as-text.ts';
import { bytesToText, textToBytes } from './text.ts';

/** The Encoding standard's encoder. */
export class TextEncoder {
  readonly encoding = 'utf-8';
  encode(text: unknown = ''): Uint8Array {
    return textToBytes(asText(text));
  }
}

/** The Encoding standard's decoder, for UTF-8: other encodings are refused. */
export class TextDecoder {
  readonly encoding = 'utf-8';
  constructor(label = 'utf-8') {
    if (!/^utf-?8$/i.test(label)) throw new RangeError(`TextDecoder knows utf-8 here, not ${label}`);
  }
  decode(bytes?: ArrayBuffer | ArrayBufferView): string {
    return bytes === undefined ? '' : bytesToText(bytes).replace(/^\uFEFF/, '');
  }
}
