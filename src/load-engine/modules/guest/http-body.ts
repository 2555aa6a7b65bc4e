import { asText } from './as-text.ts';
import { FileData } from './http-file.ts';
import { multipart } from './http-multipart.ts';
import { textToBytes, toArrayBuffer } from './text.ts';

/** A body as the engine takes it. kind 0: none, 1: text, 2: bytes, 3: a form as JSON of pairs. contentType: '' leaves it to the script. */
export interface WireBody {
  readonly kind: number;
  readonly body: string | ArrayBuffer;
  readonly contentType: string;
}

const none: WireBody = { kind: 0, body: '', contentType: '' };

/** What a script passes as a body: text, bytes, an object (a form; multipart where it holds a file), or nothing. */
export function wireBody(body: unknown): WireBody {
  if (body === undefined || body === null) return none;
  if (typeof body === 'string') return textBody(body);
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return { kind: 2, body: toArrayBuffer(body), contentType: '' };
  if (body instanceof FileData) throw new TypeError('http.file() belongs into an object body: { field: http.file(…) }');
  if (typeof body === 'object') return formBody(Object.entries(body));
  return textBody(asText(body));
}

function textBody(text: string): WireBody {
  return text.includes('\0') ? { kind: 2, body: textToBytes(text).buffer, contentType: '' } : { kind: 1, body: text, contentType: '' };
}

function formBody(fields: readonly (readonly [string, unknown])[]): WireBody {
  const pairs = fields.flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((item) => [name, item] as const));
  if (pairs.some(([, value]) => value instanceof FileData)) {
    const { body, contentType } = multipart(pairs);
    return { kind: 2, body, contentType };
  }
  const texts = pairs.map(([name, value]) => [name, String(value)]);
  return { kind: 3, body: JSON.stringify(texts), contentType: 'application/x-www-form-urlencoded' };
}
