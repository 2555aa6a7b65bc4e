import assert from 'node:assert/strict';
import type { Objective } from './objective.ts';
import { quantileQuery } from './quantile-query.ts';

const objective: Objective = {
  kind: 'latency',
  thresholdMs: 200,
  name: 'latency',
  service: 'web',
  displayName: 'p95 < 200 ms',
  description: '',
  target: 0.95,
  budget: 0.05,
  windowSeconds: 3600,
  indicator: { good: 'x_bucket{service="web",le="0.2"}', total: 'x_count{service="web"}' },
};

describe('quantileQuery', () => {
  it('asks every bucket of the objective for the percentile that it promises', () => {
    const query = quantileQuery(objective, 29.2, (selector) => selector.replace('}', ',version="v2"}'));
    assert.equal(query, 'histogram_quantile(0.95, sum by (le) (increase(x_bucket{service="web",version="v2"}[30s])))');
  });

  it('leaves the other labels alone, wherever le stands', () => {
    const first = { ...objective, indicator: { good: 'x_bucket{le="0.2", service="web"}', total: 'x_count' } };
    assert.match(quantileQuery(first, 10, (selector) => selector) ?? '', /increase\(x_bucket\{service="web"\}\[10s\]\)/);
  });

  it('has no question for objectives that count errors, or no buckets', () => {
    const { thresholdMs: _, ...base } = objective;
    assert.equal(
      quantileQuery({ ...base, kind: 'errors' }, 10, (selector) => selector),
      undefined,
    );
    assert.equal(
      quantileQuery({ ...objective, indicator: { bad: 'slow_total', total: 'x_count' } }, 10, (selector) => selector),
      undefined,
    );
  });
});
