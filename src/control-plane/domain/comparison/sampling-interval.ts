import type { ComparedPair, MeasureName } from './compared-pair.ts';
import type { Interval } from './flip-interval.ts';

/**
 * Where the difference of one pair lies when only the choice of requests is by chance, at 95 %; undefined where the runs don't tell.
 *
 * From the intervals of both runs by the method of variance estimates recovery (Newcombe, "Interval estimation for the difference between
 * independent proportions", Statistics in Medicine 17, 1998): in logarithms for latencies, so that it is an interval of their ratio. It
 * knows nothing of how the machine changed between the runs.
 */
export function samplingInterval({ base, head }: ComparedPair, measure: MeasureName): Interval | undefined {
  const [one, other] = [base.sampling?.[measure], head.sampling?.[measure]];
  const [baseValue, headValue] = [valueOf(base, measure), valueOf(head, measure)];
  if (one === undefined || other === undefined || baseValue === undefined || headValue === undefined) return undefined;
  const scale = measure === 'error ratio' ? (value: number): number => value : Math.log;
  const [b, bLow, bHigh, h, hLow, hHigh] = [baseValue, one.low, one.high, headValue, other.low, other.high].map(scale) as Six;
  const difference = h - b;
  return { low: difference - Math.hypot(h - hLow, bHigh - b), high: difference + Math.hypot(hHigh - h, b - bLow) };
}

type Six = [number, number, number, number, number, number];

function valueOf(figures: ComparedPair['base'], measure: MeasureName): number | undefined {
  return measure === 'error ratio' ? figures.errorRatio : figures[measure];
}
