import { parseDuration } from '../../promql/duration.ts';
import { compareText } from '../../promql/labels.ts';
import { lowerCase, upperCase } from '../../scrape/letter-case.ts';
import { encodeQuery } from './builtin-functions.ts';
import { formatFloat } from './go-float.ts';
import { timeText } from './go-time.ts';
import { stripDomain, stripPort } from './host-port.ts';
import { humanize, humanize1024, humanizeDuration, humanizePercentage } from './humanize.ts';
import { matchesAnywhere, replaceAll } from './regular-expressions.ts';
import { TemplateError } from './template-error.ts';
import type { TemplateFunction, TemplateFunctions } from './template-function.ts';
import type { TemplateSample, TemplateTime, TemplateValue } from './template-value.ts';
import { toFloat } from './to-float.ts';

/** What the functions must know of where and when they are called. */
export interface FunctionSurroundings {
  /** Where this Prometheus is reached from outside; may be empty. */
  readonly externalUrl: string;
  readonly atMs: number;
}

const ofText = (write: (text: string) => TemplateValue): TemplateFunction => ({
  parameters: ['string'],
  call: (text) => write(text as string),
});
const ofNumber = (write: (value: number) => TemplateValue): TemplateFunction => ({
  parameters: ['any'],
  call: (value) => write(toFloat(value)),
});
const constant = (read: () => TemplateValue): TemplateFunction => ({ parameters: [], call: read });

/** The functions that Prometheus adds to Go's templates; `query`, which must wait for its answer, is carried out by whoever runs the template. */
export function prometheusFunctions({ externalUrl, atMs }: FunctionSurroundings): TemplateFunctions {
  return new Map<string, TemplateFunction>([
    ['query', { parameters: ['string'], call: () => [] }],
    ['first', { parameters: ['result'], call: (result) => firstOf(result as Result) }],
    ['label', { parameters: ['string', 'sample'], call: (name, sample) => there(sample).labels.get(name as string) ?? '' }],
    ['value', { parameters: ['sample'], call: (sample) => there(sample).value }],
    ['strvalue', { parameters: ['sample'], call: (sample) => there(sample).labels.get('__value__') ?? '' }],
    ['sortByLabel', { parameters: ['string', 'result'], call: (name, result) => sorted(name as string, result as Result) }],
    ['args', { parameters: [], rest: 'any', call: (...args) => new Map(args.map((arg, index) => [`arg${index}`, arg])) }],
    ['reReplaceAll', { parameters: ['string', 'string', 'string'], call: (...args) => replaceAll(...(args as [string, string, string])) }],
    ['match', { parameters: ['string', 'string'], call: (pattern, text) => matchesAnywhere(pattern as string, text as string) }],
    ['safeHtml', ofText((text) => text)],
    ['title', ofText(titleCase)],
    ['toUpper', ofText(upperCase)],
    ['toLower', ofText(lowerCase)],
    ['graphLink', ofText((expression) => `/graph?g0.expr=${encodeQuery(expression)}&g0.tab=0`)],
    ['tableLink', ofText((expression) => `/graph?g0.expr=${encodeQuery(expression)}&g0.tab=1`)],
    ['stripPort', ofText(stripPort)],
    ['stripDomain', ofText(stripDomain)],
    ['humanize', ofNumber(humanize)],
    ['humanize1024', ofNumber(humanize1024)],
    ['humanizeDuration', ofNumber(humanizeDuration)],
    ['humanizePercentage', ofNumber(humanizePercentage)],
    ['humanizeTimestamp', ofNumber((seconds) => (Number.isFinite(seconds) ? timeText(timeOf(seconds)) : formatFloat(seconds, 'g', 4)))],
    ['toTime', ofNumber((seconds) => timeOf(seconds))],
    ['toDuration', ofNumber((seconds) => ({ kind: 'duration', nanoseconds: nanoseconds(seconds, 'duration') }))],
    ['now', constant(() => atMs / 1000)],
    ['parseDuration', ofText(secondsOf)],
    ['externalURL', constant(() => externalUrl)],
    ['pathPrefix', constant(() => (URL.canParse(externalUrl) ? new URL(externalUrl).pathname.replace(/^\/$/, '') : ''))],
    ['urlQueryEscape', ofText(encodeQuery)],
  ]);
}

/** An answer to a query; nil where a template says so. */
type Result = readonly TemplateSample[] | null;

function there(sample: TemplateValue): TemplateSample {
  if (sample !== null) return sample as TemplateSample;
  throw new TemplateError('runtime error: invalid memory address or nil pointer dereference');
}

function firstOf(result: Result): TemplateSample {
  const [first] = result ?? [];
  if (first === undefined) throw new TemplateError('first() called on vector with no elements');
  return first;
}

function sorted(name: string, result: Result): readonly TemplateSample[] {
  return [...(result ?? [])].sort((a, b) => compareText(a.labels.get(name) ?? '', b.labels.get(name) ?? ''));
}

function titleCase(text: string): string {
  return text.replace(/(^|[^\p{L}\p{N}_])(\p{L})/gu, (_whole, before: string, letter: string) => before + upperCase(letter));
}

function timeOf(seconds: number): TemplateTime {
  return { kind: 'time', atMs: Number(nanoseconds(seconds, 'nanoseconds timestamp') / 1_000_000n) };
}

const MAX_NANOSECONDS = 2 ** 63;

function nanoseconds(seconds: number, what: string): bigint {
  const size = seconds * 1e9;
  if (Number.isNaN(size)) throw new TemplateError('value is NaN or Inf');
  if (Math.abs(size) >= MAX_NANOSECONDS)
    throw new TemplateError(`${formatFloat(seconds, 'g', -1)} cannot be represented as a ${what} since it overflows int64`);
  return BigInt(Math.trunc(size));
}

function secondsOf(text: string): number {
  const parsed = text === '0' ? 0 : parseDuration(text);
  if (parsed === undefined)
    throw new TemplateError(text === '' ? 'empty duration string' : `not a valid duration string: ${JSON.stringify(text)}`);
  return parsed / 1000;
}
