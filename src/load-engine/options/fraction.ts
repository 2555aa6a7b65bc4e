/** A number from 0 to 1 as two whole numbers, so that nothing of it is lost. */
export interface Fraction {
  readonly over: number;
  readonly under: number;
}

const GRAMMAR = /^\s*(?:(\d{1,9})\/(\d{1,9})|(\d{1,3})(?:\.(\d{1,6}))?(%)?)\s*$/;

/** Reads '1/4', '0.25', '25%' or '1'; undefined for what is none of them, or not from 0 to 1. */
export function parseFraction(text: string): Fraction | undefined {
  const [, over, under, whole, decimals = '', percent] = GRAMMAR.exec(text) ?? [];
  if (over !== undefined) return reduced(Number(over), Number(under));
  if (whole === undefined) return undefined;
  return reduced(Number(whole + decimals), 10 ** decimals.length * (percent === undefined ? 1 : 100));
}

/** '1/4', and '0' and '1' for the ends. */
export function fractionText({ over, under }: Fraction): string {
  const { over: least, under: of } = reduced(over, under) ?? { over, under };
  return of === 1 ? String(least) : `${least}/${of}`;
}

/** The least number that all of them are whole parts of; infinite where it is beyond whole numbers. */
export function commonDenominator(fractions: readonly Fraction[]): number {
  return fractions.reduce((common, { under }) => (common / commonDivisor(common, under)) * under, 1);
}

function reduced(over: number, under: number): Fraction | undefined {
  if (under === 0 || over > under) return undefined;
  const divisor = commonDivisor(over, under);
  return { over: over / divisor, under: under / divisor };
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}
