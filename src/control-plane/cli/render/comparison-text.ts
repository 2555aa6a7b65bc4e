import type { Comparison } from '../../domain/comparison/judge-comparison.ts';
import type { MeasuredDifference } from '../../domain/comparison/measured-difference.ts';
import { percentFigure } from '../../domain/gate/figures.ts';
import { worst } from '../../domain/gate/verdict.ts';
import type { Paint } from '../paint.ts';
import { markText, stateMark } from './mark.ts';
import { type Cell, type Column, table } from './table.ts';
import { indent, wrap } from './wrap.ts';

const columns: readonly Column[] = [
  { title: 'MEASURE' },
  { title: 'DIFFERENCE', align: 'right' },
  { title: 'INTERVAL', align: 'right' },
  { title: 'MARGIN', align: 'right' },
  { title: 'P', align: 'right' },
  { title: 'VERDICT' },
];

/** A comparison as people read it: a table of the measures, the verdict in a sentence, and what stands in the way of one. */
export function comparisonText(comparison: Comparison, page: { readonly paint: Paint; readonly width: number }): string {
  const { differences, reasons, pairs } = comparison;
  const figures =
    differences.length === 0
      ? ''
      : `${table(
          columns,
          differences.map((difference) => row(difference, page.paint)),
          page,
        )}\n`;
  const told = new Set(['compared']);
  const notes = reasons
    .filter(({ rule }) => !told.has(rule))
    .flatMap(({ sentence, remedy }) => [
      ...wrap(sentence, page.width),
      ...(remedy === undefined ? [] : indent(remedy, 4, page.width).map(page.paint.dim)),
    ]);
  return `${figures}${[...notes, headline(comparison, pairs, page.paint)].join('\n')}\n`;
}

function row(difference: MeasuredDifference, paint: Paint): readonly Cell[] {
  const mark = stateMark(difference.verdict, paint);
  return [
    { text: difference.measure, style: paint.bold },
    { text: signed(difference.difference) },
    { text: `${signed(difference.low)} … ${signed(difference.high)}` },
    { text: `+${percentFigure(difference.margin)}` },
    { text: difference.pValue < 0.001 ? '<0.001' : difference.pValue.toFixed(3) },
    { text: markText(mark), style: mark.style },
  ];
}

const signed = (share: number | null): string => (share === null ? '?' : `${share < 0 ? '−' : '+'}${percentFigure(Math.abs(share))}`);

function headline(comparison: Comparison, pairs: number, paint: Paint): string {
  const verdict = worst(comparison.reasons.map((reason) => reason.verdict));
  const basis = `${pairs} ${pairs === 1 ? 'pair' : 'pairs'} of runs`;
  switch (verdict) {
    case 'pass':
      return `${paint.green(`✓ The head is not shown to be worse than the base (${basis}).`)} ${hidden(comparison)}`;
    case 'fail':
      return paint.red(`✗ The head is worse than the base (${basis}).`);
    case 'inconclusive':
      return paint.yellow(`? Whether the head is worse than the base can't be told (${basis}).`);
  }
}

/** What a pass does not say: how much worse the head may be all the same. */
function hidden({ differences }: Comparison): string {
  const worse = differences.map(({ measure, high, margin }) => ({ measure, high, over: (high ?? Number.POSITIVE_INFINITY) - margin }));
  const most = worse.filter(({ measure }) => measure !== 'error ratio').sort((one, other) => other.over - one.over)[0];
  if (most === undefined || most.over <= 0) return 'By more than the margins it is not.';
  return `The noise may hide up to ${signed(most.high)} of ${most.measure}: more pairs, or longer runs, would tell.`;
}
