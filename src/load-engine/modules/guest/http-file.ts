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
  if (typeof data !== 'string' && !(data instanceof ArrayBuffer)) throw new TypeError('http.file() needs text or an ArrayBuffer');
  return new FileData(data, filename ?? String(Date.now()), contentType ?? 'application/octet-stream');
}
