import type { Labels } from '../../query-result.ts';
import { METRIC_NAME, toLabels } from '../labels.ts';
import type { Expression } from '../syntax/expression.ts';

/**
 * The labels that absent() can tell of series that are not there: those that a selector pins to one value with `=`.
 *
 * Empty for anything but a selector; a label with more than one condition is left out. Source: Prometheus' createLabelsForAbsentFunction.
 */
export function absentLabels(expression: Expression): Labels {
  const selector = expression.kind === 'range' ? expression.selector : expression;
  if (selector.kind !== 'selector') return {};
  const pinned = new Map<string, string>();
  const everPinned = new Set<string>();
  for (const { name, operator, value } of selector.matchers) {
    if (name === METRIC_NAME) continue;
    if (operator === '=' && !everPinned.has(name)) {
      pinned.set(name, value);
      everPinned.add(name);
    } else pinned.delete(name);
  }
  return toLabels(pinned);
}
