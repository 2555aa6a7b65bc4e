import { compareLabels, labelsKey } from '../../promql/labels.ts';
import { almostEqual } from '../../promqltest/almost-equal.ts';
import type { Labels } from '../../query-result.ts';
import { formatFloat } from '../template/go-float.ts';
import { labelsLine } from './labels-line.ts';

/** A series and its value, as unit tests compare them. */
export interface ToldSample {
  readonly labels: Labels;
  readonly value: number;
}

/**
 * Answers how samples differ from those expected, as promtool prints both; undefined when they are the same, in any order.
 *
 * Values must be equal bit by bit unless `isFuzzy`; NaN equals NaN, as in promtool 3.
 */
export function sampleDifference(expected: readonly ToldSample[], got: readonly ToldSample[], isFuzzy: boolean): string | undefined {
  const [exp, real] = [expected, got].map((samples) => [...samples].sort((a, b) => compareLabels(a.labels, b.labels)));
  if (exp === undefined || real === undefined) return undefined;
  const sameValue = isFuzzy ? almostEqual : (a: number, b: number) => a === b || (Number.isNaN(a) && Number.isNaN(b));
  const isSame =
    exp.length === real.length &&
    exp.every(({ labels, value }, index) => {
      const other = real[index];
      return other !== undefined && labelsKey(labels) === labelsKey(other.labels) && sameValue(value, other.value);
    });
  return isSame ? undefined : `\n        exp: ${line(exp)}\n        got: ${line(real)}`;
}

function line(samples: readonly ToldSample[]): string {
  if (samples.length === 0) return 'nil';
  return samples.map(({ labels, value }) => `${labelsLine(labels)} ${formatFloat(value, 'e', -1).replace('e', 'E')}`).join(', ');
}
