import type { ActiveAlert } from '../rules/rule-status.ts';
import { formatExponent, formatInstant } from './format-value.ts';

/** An alert as `/rules` and `/alerts` show it. */
export function writtenAlert({ labels, annotations, state, activeAtMs, keepFiringSinceMs, value }: ActiveAlert): unknown {
  return {
    labels,
    annotations,
    state,
    activeAt: formatInstant(activeAtMs),
    ...(keepFiringSinceMs !== undefined && { keepFiringSince: formatInstant(keepFiringSinceMs) }),
    value: formatExponent(value),
  };
}
