import type { Tags } from '../virtual-user.ts';

/** A metric, or the part of it whose samples bear all of `tags`: what a key of `options.thresholds` names. */
export interface MetricKey {
  readonly name: string;
  readonly tags: Tags;
}

/** A key that was understood, or what is wrong with it. */
export type MetricKeyReading = { readonly ok: true; readonly key: MetricKey } | { readonly ok: false; readonly problem: string };

/** Tags that samples carry as metadata only, so that a part by them would always be empty. */
const NOT_INDEXABLE = ['vu', 'iter'];

/** Reads `http_req_duration{scenario:gate,name:"a, b"}`; a value may be quoted, and contain colons and braces. */
export function parseMetricKey(text: string): MetricKeyReading {
  const parts = /^\s*([a-zA-Z_][a-zA-Z0-9_]{0,127})\s*(?:\{(.*)\})?\s*$/s.exec(text);
  const [name, inside] = [parts?.[1], parts?.[2]];
  if (name === undefined) return { ok: false, problem: 'is neither a metric nor a metric{tag:value}' };
  if (inside === undefined) return { ok: true, key: { name, tags: {} } };
  const tags = new Map<string, string>();
  for (const pair of splitPairs(inside)) {
    const [tag, value] = readPair(pair);
    if (tag === '' || value === '') return { ok: false, problem: `has "${pair.trim()}" where tag:value belongs` };
    if (NOT_INDEXABLE.includes(tag)) return { ok: false, problem: `narrows by "${tag}", which samples can't be told apart by` };
    if (tags.has(tag)) return { ok: false, problem: `names the tag "${tag}" twice` };
    tags.set(tag, value);
  }
  return { ok: true, key: { name, tags: Object.fromEntries(tags) } };
}

/** Splits at commas outside of quotes. */
function splitPairs(inside: string): readonly string[] {
  return inside.match(/(?:"[^"]*"|'[^']*'|[^,])+|^$/g) ?? [''];
}

function readPair(pair: string): readonly [tag: string, value: string] {
  const colon = pair.indexOf(':');
  if (colon < 0) return [unquoted(pair), ''];
  return [unquoted(pair.slice(0, colon)), unquoted(pair.slice(colon + 1))];
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/s.test(trimmed) && trimmed.length >= 2 ? trimmed.slice(1, -1) : trimmed;
}
