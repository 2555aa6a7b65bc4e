import { type FloatFormat, formatFloat } from './go-float.ts';
import { printValue, quote } from './go-print.ts';
import { TemplateError } from './template-error.ts';
import { type TemplateValue, typeName } from './template-value.ts';

interface Directive {
  readonly flags: ReadonlySet<string>;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly verb: string;
}

const DIRECTIVE = /%([-+# 0]*)(?:\[(\d+)\])?(\*|\d+)?(?:\.(\*|\d+)?)?(?:\[(\d+)\])?([\s\S])?/gu;
const HAS_PRECISION = /^%[-+# 0]*(?:\[\d+\])?(?:\*|\d+)?\./;
// A width of a million spaces helps nobody; Go allows it.
const MAX_WIDTH = 1000;

/**
 * Formats as Go's fmt.Sprintf does; what does not fit is told in the text, `%!d(float64=1.5)`, as Go tells it.
 *
 * Throws TemplateError for a width or precision beyond 1000.
 */
export function sprintf(format: string, args: readonly TemplateValue[]): string {
  let next = 0;
  let reordered = false;
  const text = format.replace(DIRECTIVE, (whole, flags: string, ...groups: readonly (string | undefined)[]) => {
    const [before, width, precision, behind, verb] = groups;
    if (verb === undefined) return '%!(NOVERB)';
    const index = behind ?? before;
    const take = (written: string | undefined) => (written === '*' ? starOf(args[next++]) : bounded(written));
    const directive = {
      flags: new Set(flags),
      width: take(width),
      precision: HAS_PRECISION.test(whole) ? (take(precision) ?? 0) : undefined,
      verb,
    };
    if (verb === '%') return '%';
    if (index !== undefined) {
      next = Number(index) - 1;
      reordered = true;
      if (next < 0 || next >= args.length) return `%!${verb}(BADINDEX)`;
    }
    return next < args.length ? formatArgument(directive, args[next++]) : `%!${verb}(MISSING)`;
  });
  if (reordered || next >= args.length) return text;
  const extra = args
    .slice(next)
    .map((value) => (value === undefined || value === null ? '<nil>' : `${typeName(value)}=${printValue(value)}`));
  return `${text}%!(EXTRA ${extra.join(', ')})`;
}

function bounded(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  if (Number(written) > MAX_WIDTH)
    throw new TemplateError(`printf with a width or precision of ${written}: at most ${MAX_WIDTH} is allowed`);
  return Number(written);
}

function starOf(value: TemplateValue): number | undefined {
  return typeof value === 'bigint' ? bounded(String(value < 0n ? -value : value)) : undefined;
}

function formatArgument(directive: Directive, value: TemplateValue): string {
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
