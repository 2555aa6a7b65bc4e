import { createHash } from 'node:crypto';
import type { LoadRecord } from './load-record.ts';
import { recordSchema } from './record-schema.ts';

/** A record that was understood, or why it is none. */
export type RecordReading = { readonly ok: true; readonly record: LoadRecord } | { readonly ok: false; readonly problem: string };

/** A record of a long run with many parts has a few megabytes; a hundred mean that it is something else. */
export const MOST_RECORD_BYTES = 100 * 1024 * 1024;

const sealOf = (record: unknown): string => createHash('sha256').update(JSON.stringify(record)).digest('hex');

/** A record as the text of its file: JSON with a seal over all of it, so that a figure that was changed afterwards is noticed. */
export function recordText(record: LoadRecord): string {
  const plain = JSON.parse(JSON.stringify(record)) as Readonly<Record<string, unknown>>;
  return `${JSON.stringify({ ...plain, seal: sealOf(plain) })}\n`;
}

/** Reads what recordText wrote; a text that is cut off, altered, of another version or of another kind is a problem, in a sentence. */
export function parseRecord(text: string): RecordReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'is no JSON: it is cut off, or no record of a load run' };
  }
  const shape = recordSchema.safeParse(value);
  if (!shape.success) return { ok: false, problem: problemOf(value, shape.error.issues[0]) };
  const { seal, ...record } = value as LoadRecord & { readonly seal: string };
  if (seal !== sealOf(record)) return { ok: false, problem: 'was altered after it was written: its seal does not fit its figures' };
  return { ok: true, record };
}

function problemOf(value: unknown, issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined): string {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (typeof format !== 'string' || !format.startsWith('sluice-load-record/')) return 'is no record of a load run';
  if (issue?.path[0] === 'format') return `is of the format ${format}, and this engine reads ${recordSchema.shape.format.value}`;
  return `is no whole record: ${issue?.path.join('.')}: ${issue?.message}`;
}
