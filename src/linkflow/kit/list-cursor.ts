import { z } from 'zod';

/** The last entry of a page: the next page begins after it. */
export interface ListCursor {
  readonly createdAt: string;
  readonly id: string;
}

const cursorSchema = z.tuple([z.iso.datetime(), z.string().min(1).max(64)]);

/** The cursor text of the page after an entry; opaque to clients. */
export function nextCursor({ createdAt, id }: ListCursor): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/** The entry that a cursor text stands for; undefined for a text that nextCursor() never made. */
export function parseCursor(text: string): ListCursor | undefined {
  try {
    const [createdAt, id] = cursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { createdAt, id };
  } catch {
    return undefined;
  }
}
