import { type FloatFormat, formatFloat } from './go-float.ts';
import { printValue, quote } from './go-print.ts';
import { type TemplateValue, typeName } from './template-value.ts';

/** How a value is to be formatted: what stands behind a %. */
export interface Directive {
  readonly flags: ReadonlySet<string>;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly verb: string;
}

/** A value as Go's fmt formats it; one that does not fit says so in the text, `%!d(float64=1.5)`. */
export function formatArgument(directive: Directive, value: TemplateValue): string {
  const { verb } = directive;
  if (verb === 'T') return pad(typeName(value), directive);
  if (value === undefined || value === null) return verb === 'v' ? pad('<nil>', directive) : `%!${verb}(<nil>)`;
  const written = writeArgument(directive, value);
  // Go prints what does not fit with the width and precision that were asked for.
  return written ?? `%!${verb}(${typeName(value)}=${writeArgument({ ...directive, verb: 'v' }, value) ?? ''})`;
}

/** undefined when the verb does not fit the value. */
function writeArgument(directive: Directive, value: Exclude<TemplateValue, undefined | null>): string | undefined {
  if (typeof value === 'number') return writeFloat(directive, value);
  if (typeof value === 'bigint') return writeInteger(directive, value);
  if (typeof value === 'boolean') return 'tv'.includes(directive.verb) ? pad(String(value), directive) : undefined;
  if (typeof value === 'string') return writeText(directive, value);
  return 'vsq'.includes(directive.verb) ? writeText(directive, printValue(value)) : undefined;
}

function writeText(directive: Directive, value: string): string | undefined {
  const cut = directive.precision === undefined ? value : Array.from(value).slice(0, directive.precision).join('');
  switch (directive.verb) {
    case 'v':
    case 's':
      return pad(cut, directive);
    case 'q':
      return pad(quote(cut), directive);
    case 'x':
      return pad(Buffer.from(cut, 'utf8').toString('hex'), directive);
    case 'X':
      return pad(Buffer.from(cut, 'utf8').toString('hex').toUpperCase(), directive);
    default:
      return undefined;
  }
}

const FLOAT_VERBS: ReadonlyMap<string, FloatFormat> = new Map([
  ['v', 'g'],
  ['e', 'e'],
  ['E', 'e'],
  ['f', 'f'],
  ['F', 'f'],
  ['g', 'g'],
  ['G', 'g'],
]);

function writeFloat(directive: Directive, value: number): string | undefined {
  const format = FLOAT_VERBS.get(directive.verb);
  if (format === undefined) return undefined;
  const text = formatFloat(value, format, directive.precision ?? (format === 'g' ? -1 : 6));
  const cased = 'EG'.includes(directive.verb) ? text.replace('e', 'E') : text;
  return padNumber(signed(cased, directive), directive, Number.isFinite(value));
}

const BASES: ReadonlyMap<string, number> = new Map([
  ['d', 10],
  ['v', 10],
  ['b', 2],
  ['o', 8],
  ['O', 8],
  ['x', 16],
  ['X', 16],
]);
const PREFIXES: ReadonlyMap<string, string> = new Map([
  ['b', '0b'],
  ['o', '0'],
  ['x', '0x'],
  ['X', '0X'],
]);

function writeInteger(directive: Directive, value: bigint): string | undefined {
  const { verb, flags, precision = 0 } = directive;
  const code = Number(value);
  const isCode = value >= 0n && value <= 0x10ffffn;
  if (verb === 'c') return pad(String.fromCodePoint(isCode ? code : 0xfffd), directive);
  if (verb === 'q') return pad(quoteCode(isCode ? code : 0xfffd), directive);
  if (verb === 'U') return pad(`U+${value.toString(16).toUpperCase().padStart(4, '0')}`, directive);
  const base = BASES.get(verb);
  if (base === undefined) return undefined;
  const prefix = verb === 'O' ? '0o' : flags.has('#') ? (PREFIXES.get(verb) ?? '') : '';
  const digits = (value < 0n ? -value : value).toString(base).padStart(precision, '0');
  const text = `${value < 0n ? '-' : ''}${prefix}${verb === 'X' ? digits.toUpperCase() : digits}`;
  return padNumber(signed(text, directive), directive, directive.precision === undefined);
}

function quoteCode(code: number): string {
  const inner = quote(String.fromCodePoint(code)).slice(1, -1);
  return inner === "'" ? "'\\''" : `'${inner.replace('\\"', '"')}'`;
}

function signed(text: string, { flags, verb }: Directive): string {
  if (/^[-+]/.test(text)) return text.startsWith('+') && !flags.has('+') ? (text === '+Inf' ? text : text.slice(1)) : text;
  // %+v asks for field names, not for a sign.
  return flags.has('+') && verb !== 'v' ? `+${text}` : flags.has(' ') ? ` ${text}` : text;
}

/** Zeros go between the sign and the digits. */
function padNumber(text: string, directive: Directive, mayZero: boolean): string {
  const { flags, width = 0 } = directive;
  if (!mayZero || !flags.has('0') || flags.has('-'))
    return pad(text, { ...directive, flags: new Set([...flags].filter((flag) => flag !== '0')) });
  const [, sign = '', digits = ''] = /^([-+ ]?)(.*)$/.exec(text) ?? [];
  return sign + digits.padStart(width - sign.length, '0');
}

function pad(text: string, { flags, width = 0 }: Directive): string {
  const missing = width - Array.from(text).length;
  if (missing <= 0) return text;
  return flags.has('-') ? text + ' '.repeat(missing) : (flags.has('0') ? '0' : ' ').repeat(missing) + text;
}
