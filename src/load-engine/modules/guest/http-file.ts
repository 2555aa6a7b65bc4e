import { toArrayBuffer } from './text.ts';

/** A file of a form. */
export class FileData {
  readonly data: string | ArrayBuffer;
  readonly filename: string;
  readonly content_type: string;
  constructor(data: string | ArrayBuffer, filename: string, contentType: string) {
    this.data = data;
    this.filename = filename;
    this.content_type = contentType;
  }
}

/** Makes a file for an object body, which is then sent as multipart/form-data. */
export function file(data: unknown, filename?: string, contentType?: string): FileData {
  return new FileData(contentOf(data), filename ?? String(Date.now()), contentType ?? 'application/octet-stream');
}

function contentOf(data: unknown): string | ArrayBuffer {
  if (typeof data === 'string' || data instanceof ArrayBuffer) return data;
  if (ArrayBuffer.isView(data)) return toArrayBuffer(data);
  if (Array.isArray(data)) return Uint8Array.from(data as number[]).buffer;
  throw new TypeError('http.file() needs text, an ArrayBuffer or an array of bytes');
}
