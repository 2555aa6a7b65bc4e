import type { MetricsSource } from './metrics-source.ts';
import type { Matcher } from './promql/matcher.ts';

/** A MetricsSource that can also restrict an expression to some series, such as those of one version. */
export interface NarrowingSource extends MetricsSource {
  /** The same expression with the matchers added to every selector. Throws QueryError when it can't be parsed. */
  narrow(expression: string, matchers: readonly Matcher[]): string;
}
