import { TemplateError } from './template-error.ts';
import { type TemplateValue, typeName } from './template-value.ts';

/** A value as a number: of a span its seconds, of a text the number that it writes. Throws TemplateError for what is none. */
export function toFloat(value: TemplateValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') return parseFloatText(value);
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'duration') return Number(value.nanoseconds) / 1e9;
  throw new TemplateError(`can't convert ${value === undefined || value === null ? '<nil>' : typeName(value)} to float`);
}

function parseFloatText(text: string): number {
  const named = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (named !== null)
    return named[2]?.toLowerCase() === 'nan' ? Number.NaN : named[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
    throw new TemplateError(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}
