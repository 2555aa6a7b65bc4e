import type { InstantSeries, QueryResult } from '../../query-result.ts';

/** What a rule's expression answered, as series: a scalar is one without labels. Throws Error for a matrix or a string. */
export function ruleVector(result: QueryResult): readonly InstantSeries[] {
  switch (result.kind) {
    case 'vector':
      return result.series;
    case 'scalar':
      return [{ labels: {}, sample: result.sample }];
    case 'string':
    case 'matrix':
      throw new Error('rule result is not a vector or scalar');
  }
}
