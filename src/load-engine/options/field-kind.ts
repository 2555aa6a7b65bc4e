import { parseDuration } from './duration.ts';
import type { Stage } from './scenario.ts';

/** What a kind of field is read as. */
export interface KindValue {
  readonly duration: number;
  readonly count: number;
  readonly 'count-or-zero': number;
  readonly text: string;
  readonly flag: boolean;
  readonly texts: readonly string[];
  readonly 'text-map': Readonly<Record<string, string>>;
  readonly map: Readonly<Record<string, unknown>>;
  readonly stages: readonly Stage[];
  readonly anything: unknown;
}

/** The name of a kind of field. */
export type FieldKind = keyof KindValue;

/** A kind of field: how people call it, and how a value is read; `read` answers undefined for a value of another type. */
export interface FieldReader<Value> {
  readonly called: string;
  readonly read: (value: unknown) => Value | undefined;
}

/** Whether a value is a plain object, as `{ a: 1 }` is and a list is not. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Digits in a text are a number too: scripts write `rate: __ENV.RATE`, and k6 takes it. */
function whole(value: unknown, from: number): number | undefined {
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= from ? number : undefined;
}

const isTextMap = (value: unknown): value is Readonly<Record<string, string>> =>
  isMap(value) && Object.values(value).every((entry) => typeof entry === 'string');

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((entry) => typeof entry === 'string');

function readStage(value: unknown): Stage | undefined {
  if (!isMap(value) || Object.keys(value).some((key) => key !== 'duration' && key !== 'target')) return undefined;
  const durationMs = parseDuration(value['duration']);
  const target = whole(value['target'], 0);
  return durationMs === undefined || target === undefined ? undefined : { durationMs, target };
}

function readStages(value: unknown): readonly Stage[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const stages = value.map(readStage).filter((stage) => stage !== undefined);
  return stages.length === value.length ? stages : undefined;
}

/** All kinds of fields that options and scenarios are made of. */
export const FIELD_KINDS: { readonly [Kind in FieldKind]: FieldReader<KindValue[Kind]> } = {
  duration: { called: "a duration such as '1m30s', or milliseconds", read: parseDuration },
  count: { called: 'a whole number of at least 1', read: (value) => whole(value, 1) },
  'count-or-zero': { called: 'a whole number of at least 0', read: (value) => whole(value, 0) },
  text: { called: 'a text', read: (value) => (typeof value === 'string' ? value : undefined) },
  flag: { called: 'true or false', read: (value) => (typeof value === 'boolean' ? value : undefined) },
  texts: { called: 'a list of texts', read: (value) => (isTexts(value) ? value : undefined) },
  'text-map': { called: 'an object of texts', read: (value) => (isTextMap(value) ? value : undefined) },
  map: { called: 'an object', read: (value) => (isMap(value) ? value : undefined) },
  stages: { called: "a list of { duration: '1m', target: 10 }", read: readStages },
  anything: { called: 'anything', read: (value) => value },
};
