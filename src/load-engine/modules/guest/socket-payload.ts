import { socketSend } from 'sluice:host';
import { asText } from './as-text.ts';
import { Blob } from './blob.ts';
import { textToBytes, toArrayBuffer } from './text.ts';

/** Sends what a script passes as a message; false where the socket is not open. Text with a NUL travels to the engine as bytes. */
export function sendMessage(id: number, data: unknown): boolean {
  if (data instanceof Blob) return socketSend(id, 2, toArrayBuffer(data.content)) === 1;
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return socketSend(id, 2, toArrayBuffer(data)) === 1;
  const text = asText(data);
  return (text.includes('\0') ? socketSend(id, 1, textToBytes(text).buffer) : socketSend(id, 0, text)) === 1;
}
