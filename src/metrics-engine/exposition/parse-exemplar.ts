import type { Exemplar } from './exemplar.ts';
import { parseExemplarLabels } from './parse-series.ts';
import { readNumber } from './read-number.ts';

/** An exemplar, or what is wrong with its text. */
export type ParsedExemplar = { readonly ok: true; readonly exemplar: Exemplar } | { readonly ok: false; readonly problem: string };

/** Reads what stands behind an exemplar's mark, up to the end of the line: `{trace_id="…"} 0.3 1620000000.1`, the time in seconds or absent. */
export function parseExemplar(text: string): ParsedExemplar {
  const labelsEnd = text.lastIndexOf('}') + 1;
  const parsed = parseExemplarLabels(text.slice(0, labelsEnd));
  if (!parsed.ok) return { ok: false, problem: `in the exemplar: ${parsed.problem}` };
  const [before, value, seconds, ...rest] = text.slice(labelsEnd).split(' ');
  const read = readNumber(value ?? '');
  if (before !== '' || read === undefined)
    return { ok: false, problem: `expected the exemplar's value, found ${JSON.stringify(text.slice(labelsEnd).slice(0, 20))}` };
  const readSeconds = seconds === undefined ? undefined : readNumber(seconds);
  if (rest.length > 0 || (seconds !== undefined && !Number.isFinite(readSeconds)))
    return {
      ok: false,
      problem: `expected the exemplar's time in seconds, found ${JSON.stringify([seconds, ...rest].join(' ').slice(0, 20))}`,
    };
  const timestampMs = readSeconds === undefined ? undefined : Math.trunc(readSeconds * 1000);
  return { ok: true, exemplar: { labels: parsed.labels, value: read, timestampMs } };
}
