import type { Duration } from './expression.ts';

/** The offset of a selector or subquery that has none. */
export const NO_OFFSET: Duration = { kind: 'fixed', ms: 0 };
