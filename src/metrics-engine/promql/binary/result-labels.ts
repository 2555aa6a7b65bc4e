import type { Labels } from '../../query-result.ts';
import { namelessLabels } from '../evaluate/name-removal.ts';
import { labelValue, onlyLabels, toLabels, withoutLabels } from '../labels.ts';
import { memoByLabels } from '../labels-memo.ts';
import type { BinaryOperation, VectorMatching } from '../syntax/expression.ts';
import { isComparison } from './calculate.ts';

/**
 * The labels of the result of a matched pair: those of the many side, less what matching takes away, with those that the group modifier
 * copies from the one side. Arithmetic takes the metric's name off at once; `bool` does unless names are taken off late.
 *
 * Source: Prometheus' resultMetric.
 */
export function resultLabels(
  { operator, returnsBool, matching }: BinaryOperation,
  delayedNameRemoval: boolean,
): (many: Labels, one: Labels) => Labels {
  const base = memoByLabels((labels) => matchedLabels(isComparison(operator) ? labels : namelessLabels(labels), matching));
  const finish = returnsBool && !delayedNameRemoval ? namelessLabels : (labels: Labels) => labels;
  if (matching.include.length === 0) return (many) => finish(base(many));
  return (many, one) => finish(withIncluded(base(many), one, matching.include));
}

function matchedLabels(labels: Labels, { kind, labels: names, cardinality }: VectorMatching): Labels {
  if (cardinality !== 'one-to-one' || (kind === 'ignoring' && names.length === 0)) return labels;
  return kind === 'on' ? onlyLabels(labels, new Set(names)) : withoutLabels(labels, new Set(names));
}

/** A label that the one side lacks is taken off. */
function withIncluded(labels: Labels, one: Labels, include: readonly string[]): Labels {
  return toLabels([...Object.entries(labels), ...include.map((name) => [name, labelValue(one, name)] as const)]);
}
