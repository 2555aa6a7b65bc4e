import { figureText } from './figure-text.ts';
import type { Unit } from './section.ts';

/** What a figure should come to: `observed` is the median that was measured, undefined where it could not be. */
export interface PassMark {
  readonly name: string;
  readonly unit: Unit;
  readonly bound: 'at most' | 'at least';
  readonly limit: number;
  readonly observed: number | undefined;
}

/** Whether the mark was met; without a figure it was not. */
export function isMet({ bound, limit, observed }: PassMark): boolean {
  if (observed === undefined || Number.isNaN(observed)) return false;
  return bound === 'at most' ? observed <= limit : observed >= limit;
}

/** One line about a mark: met, or missed by how much. */
export function markText(mark: PassMark): string {
  const { name, unit, bound, limit, observed } = mark;
  const asked = `${bound} ${figureText(limit, unit)}`;
  if (observed === undefined || Number.isNaN(observed)) return `not measured  ${name}: ${asked}`;
  const result = isMet(mark) ? 'met' : `missed by ${figureText(Math.abs(observed - limit), unit)}`;
  return `${result}  ${name}: ${figureText(observed, unit)}, ${asked}`;
}
