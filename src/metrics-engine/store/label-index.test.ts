import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { labelsTest, type Matcher } from '../promql/matcher.ts';
import { LabelIndex } from './label-index.ts';
import { seriesKit } from './series-kit.ts';
import { StoredSeries } from './stored-series.ts';

describe('LabelIndex', () => {
  const value = fc.constantFrom('x', 'y', 'z');
  const labels = fc.dictionary(fc.constantFrom('a', 'b', '__proto__'), value, { noNullPrototype: true });
  const matcher = fc.record({
    name: fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'),
    operator: fc.constantFrom('=', '!=', '=~', '!~'),
    value: fc.constantFrom('x', 'y', '', 'x|y', '.*', '.+', '[xz]', 'x|', '(?i)X'),
  }) as fc.Arbitrary<Matcher>;

  it('finds exactly the series that satisfy every matcher, also after some were removed', () => {
    fc.assert(
      fc.property(fc.array(labels), fc.array(matcher, { maxLength: 3 }), fc.nat(5), (sets, matchers, removed) => {
        const index = new LabelIndex();
        const all = sets.map((each, id) => new StoredSeries(id, each, seriesKit()));
        for (const series of all) index.add(series);
        for (const series of all.slice(0, removed)) index.remove(series);
        const left = all.slice(removed);
        assert.deepEqual(
          index.select(matchers),
          left.filter((series) => labelsTest(matchers)(series.labels)),
        );
        assert.deepEqual(index.labelNames(), [...new Set(left.flatMap((series) => Object.keys(series.labels)))].sort());
      }),
    );
  });
});
