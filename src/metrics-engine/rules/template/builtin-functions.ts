import { compareValues, equalsAny } from './compare-values.ts';
import { sprint, sprintln } from './go-print.ts';
import { sprintf } from './sprintf.ts';
import { TemplateError } from './template-error.ts';
import type { TemplateFunction, TemplateFunctions } from './template-function.ts';
import { isList, isTable, isTrue, type TemplateValue, typeName } from './template-value.ts';

const any1 = { parameters: ['any'] } as const;
const any2 = { parameters: ['any', 'any'] } as const;
const any1AndMore = { parameters: ['any'], rest: 'any' } as const;
const anyNumber = { parameters: [], rest: 'any' } as const;
const texts = (write: (text: string) => string): TemplateFunction => ({ ...anyNumber, call: (...args) => write(sprint(args)) });

/** The functions that Go's text/template has of itself. `and` and `or` are called with what was needed to tell. */
export const BUILTIN_FUNCTIONS: TemplateFunctions = new Map<string, TemplateFunction>([
  ['and', { ...any1AndMore, call: (...args) => firstThatIs(false, args) }],
  ['or', { ...any1AndMore, call: (...args) => firstThatIs(true, args) }],
  ['not', { ...any1, call: (value) => !isTrue(value) }],
  ['len', { ...any1, call: lengthOf }],
  ['index', { ...any1AndMore, call: (of, ...path) => path.reduce(elementOf, of) }],
  ['slice', { ...any1AndMore, call: sliceOf }],
  ['print', { ...anyNumber, call: (...args) => sprint(args) }],
  ['println', { ...anyNumber, call: (...args) => sprintln(args) }],
  ['printf', { parameters: ['string'], rest: 'any', call: (format, ...args) => sprintf(format as string, args) }],
  ['html', texts(escapeHtml)],
  ['js', texts(escapeJs)],
  ['urlquery', texts((text) => encodeQuery(text))],
  ['call', { ...any1AndMore, call: (value) => failCall(value) }],
  ['eq', { ...any1AndMore, call: (first, ...others) => equalsAny(first, others) }],
  ['ne', { ...any2, call: (a, b) => !equalsAny(a, [b]) }],
  ['lt', { ...any2, call: (a, b) => compareValues(a, b) === -1 }],
  ['le', { ...any2, call: (a, b) => isAtMost(compareValues(a, b)) }],
  ['gt', { ...any2, call: (a, b) => !isAtMost(compareValues(a, b)) }],
  ['ge', { ...any2, call: (a, b) => compareValues(a, b) !== -1 }],
]);

// Go has `gt` as the negation of this one and `ge` as that of `lt`, and so takes NaN for greater than everything.
const isAtMost = (order: number | undefined): boolean => order === -1 || order === 0;

function firstThatIs(wanted: boolean, args: readonly TemplateValue[]): TemplateValue {
  const at = args.findIndex((arg) => isTrue(arg) === wanted);
  return args[at === -1 ? args.length - 1 : at];
}

function failCall(value: TemplateValue): never {
  throw new TemplateError(value === undefined || value === null ? 'call of nil' : `non-function of type ${typeName(value)}`);
}

function lengthOf(value: TemplateValue): bigint {
  if (typeof value === 'string') return BigInt(Buffer.byteLength(value));
  if (isList(value)) return BigInt(value.length);
  if (isTable(value)) return BigInt(value.size);
  throw new TemplateError(
    value === undefined || value === null ? 'reflect: call of reflect.Value.Type on zero Value' : `len of type ${typeName(value)}`,
  );
}

function elementOf(of: TemplateValue, key: TemplateValue): TemplateValue {
  if (of === undefined || of === null) throw new TemplateError('index of untyped nil');
  if (isTable(of)) {
    if (typeof key !== 'string') throw new TemplateError(`value has type ${typeName(key)}; should be string`);
    return of.has(key) ? of.get(key) : '';
  }
  if (typeof of !== 'string' && !isList(of)) throw new TemplateError(`can't index item of type ${typeName(of)}`);
  const index = indexOf(key);
  if (typeof of === 'string') return BigInt(inRange([...Buffer.from(of)], index));
  return inRange(of, index);
}

function inRange<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (index < 0 || index >= list.length || found === undefined) throw new TemplateError(`index out of range: ${index}`);
  return found;
}

function indexOf(key: TemplateValue): number {
  if (typeof key === 'bigint') return Number(key);
  throw new TemplateError(
    key === undefined || key === null ? 'cannot index slice/array with nil' : `cannot index slice/array with type ${typeName(key)}`,
  );
}

function sliceOf(of: TemplateValue, ...edges: readonly TemplateValue[]): TemplateValue {
  if (edges.length > 2) throw new TemplateError(`too many slice indexes: ${edges.length}`);
  if (typeof of !== 'string' && !isList(of)) throw new TemplateError(`can't slice item of type ${typeName(of)}`);
  const bytes = typeof of === 'string' ? Buffer.from(of) : undefined;
  const size = bytes?.length ?? of.length;
  const [from = 0, to = size] = edges.map(indexOf);
  if (from < 0 || from > size) throw new TemplateError(`index out of range: ${from}`);
  if (to < 0 || to > size) throw new TemplateError(`index out of range: ${to}`);
  if (from > to) throw new TemplateError(`invalid slice index: ${from} > ${to}`);
  return bytes?.subarray(from, to).toString('utf8') ?? of.slice(from, to);
}

const HTML: ReadonlyMap<string, string> = new Map([
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['\u0000', '\uFFFD'],
]);

function escapeHtml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- a NUL has no place in HTML
  return text.replace(/["'&<>\u0000]/g, (char) => HTML.get(char) ?? char);
}

function escapeJs(text: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what must be escaped
  return text.replace(/[\\'"<>&=\u0000-\u001f]/g, (char) =>
    char === '\\' || char === "'" || char === '"' ? `\\${char}` : `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** A text as a part of a URL's query, a space as +, as Go's url.QueryEscape writes it. */
export function encodeQuery(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replace(/%20/g, '+')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
