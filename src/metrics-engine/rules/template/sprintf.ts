import { formatArgument } from './format-argument.ts';
import { printValue } from './go-print.ts';
import { TemplateError } from './template-error.ts';
import { type TemplateValue, typeName } from './template-value.ts';

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
