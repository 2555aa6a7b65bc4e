import { base64Decode, base64Encode } from 'sluice:host';
import { asText } from './as-text.ts';
import { bytesToText, inputBytes } from './text.ts';

/** Base64 of text (as UTF-8) or bytes. */
export function b64encode(input: string | ArrayBuffer, variant: unknown = 'std'): string {
  return base64Encode(inputBytes(input), asText(variant));
}

/** The bytes of base64, or with the format 's' their text. */
export function b64decode(input: unknown, variant: unknown = 'std', format?: string): ArrayBuffer | string {
  const bytes = base64Decode(asText(input), asText(variant));
  return format === 's' ? bytesToText(bytes) : bytes;
}
