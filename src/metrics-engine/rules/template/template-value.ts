import type { Labels } from '../../query-result.ts';

/** One series of a query's answer, as a template sees it: `.Labels` and `.Value`. */
export interface TemplateSample {
  readonly kind: 'sample';
  readonly labels: ReadonlyMap<string, string>;
  readonly value: number;
}

/** A moment, of `toTime`. */
export interface TemplateTime {
  readonly kind: 'time';
  readonly atMs: number;
}

/** A span, of `toDuration`. */
export interface TemplateDuration {
  readonly kind: 'duration';
  readonly nanoseconds: bigint;
}

/** What a template of an alert is about: `.Labels`, `.ExternalLabels`, `.ExternalURL`, `.Value`. */
export interface TemplateData {
  readonly kind: 'data';
  readonly labels: ReadonlyMap<string, string>;
  readonly externalLabels: ReadonlyMap<string, string>;
  readonly externalUrl: string;
  readonly value: number;
}

/**
 * A value as Go's text/template has it: a number is a float64, a bigint an int, undefined what a missing key of a table gives
 * (`<no value>`), null is nil.
 */
export type TemplateValue =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly TemplateValue[]
  | ReadonlyMap<string, TemplateValue>
  | TemplateSample
  | TemplateTime
  | TemplateDuration
  | TemplateData;

/** Makes a table of labels. */
export function labelTable(labels: Labels): ReadonlyMap<string, string> {
  return new Map(Object.entries(labels));
}

/** Answers whether a value is a table. */
export function isTable(value: TemplateValue): value is ReadonlyMap<string, TemplateValue> {
  return value instanceof Map;
}

/** Answers whether a value is a list; the cast is due to readonly arrays, which Array.isArray does not narrow to. */
export function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

/** Answers whether a value counts as true: neither nil, false, 0, nor an empty text, list or table. */
export function isTrue(value: TemplateValue): boolean {
  if (isTable(value)) return value.size > 0;
  if (isList(value)) return value.length > 0;
  // NaN is not zero, so Go takes it for true.
  return typeof value === 'number' ? value !== 0 : Boolean(value);
}

/** The name of a value's type in Go, for messages that read as Prometheus' do. */
export function typeName(value: TemplateValue): string {
  if (value === undefined || value === null) return '<nil>';
  return typeof value === 'object' ? objectTypeName(value) : (BASIC_TYPES.get(typeof value) ?? '');
}

const BASIC_TYPES: ReadonlyMap<string, string> = new Map([
  ['boolean', 'bool'],
  ['number', 'float64'],
  ['bigint', 'int'],
  ['string', 'string'],
]);

function objectTypeName(value: Exclude<TemplateValue, undefined | null | boolean | number | bigint | string>): string {
  if (isList(value)) return 'template.queryResult';
  if (isTable(value))
    return [...value.keys()].every((name) => /^arg\d+$/.test(name)) && value.size > 0 ? 'map[string]interface {}' : 'map[string]string';
  switch (value.kind) {
    case 'sample':
      return '*template.sample';
    case 'time':
      return '*time.Time';
    case 'duration':
      return '*time.Duration';
    case 'data':
      return 'struct { Labels map[string]string; ExternalLabels map[string]string; ExternalURL string; Value float64 }';
  }
}
