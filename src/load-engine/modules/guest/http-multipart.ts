import { FileData } from './http-file.ts';
import { inputBytes, textToBytes } from './text.ts';

/** A form with files as multipart/form-data (RFC 7578): the body, and the header that says where its parts end. */
export function multipart(fields: readonly (readonly [string, unknown])[]): { readonly body: ArrayBuffer; readonly contentType: string } {
  const boundary = `----sluice${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;
  const pieces = fields.flatMap(([name, value]) => part(boundary, name, value));
  pieces.push(textToBytes(`--${boundary}--\r\n`));
  return { body: joined(pieces), contentType: `multipart/form-data; boundary=${boundary}` };
}

function part(boundary: string, name: string, value: unknown): Uint8Array[] {
  const opening = `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"`;
  if (!(value instanceof FileData)) return [textToBytes(`${opening}\r\n\r\n${String(value)}\r\n`)];
  const head = `${opening}; filename="${quoted(value.filename)}"\r\nContent-Type: ${value.content_type}\r\n\r\n`;
  return [textToBytes(head), new Uint8Array(inputBytes(value.data)), textToBytes('\r\n')];
}

function quoted(text: string): string {
  return text.replace(/["\r\n]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

function joined(pieces: readonly Uint8Array[]): ArrayBuffer {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole.buffer;
}
