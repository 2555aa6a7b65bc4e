import assert from 'node:assert/strict';
import { narrow } from './narrow.ts';

describe('narrow', () => {
  const toV2 = [{ name: 'version', operator: '=', value: 'v2' }] as const;

  it('adds the matchers to every selector of the tree', () => {
    assert.equal(
      narrow('sum(rate(good[5m])) / sum(rate(total{job="a"}[5m] offset 1m)) > -topk(2, x) ^ scalar(y)', toV2),
      'sum(rate(good{version="v2"}[5m])) / sum(rate(total{job="a", version="v2"}[5m] offset 1m)) > ' +
        '-topk(2, x{version="v2"}) ^ scalar(y{version="v2"})',
    );
  });

  it('reaches a selector in the parameter of an aggregation', () => {
    assert.equal(narrow('topk(scalar(k), x)', toV2), 'topk(scalar(k{version="v2"}), x{version="v2"})');
  });

  it('keeps a constraint that stands already, so that a contradiction finds nothing', () => {
    assert.equal(narrow('x{version="v1"}', toV2), 'x{version="v1", version="v2"}');
  });

  it('does not repeat a matcher that stands already', () => {
    assert.equal(narrow('x{version="v2"}', toV2), 'x{version="v2"}');
  });

  it('quotes values so that they cannot break out of the selector', () => {
    assert.equal(narrow('x', [{ name: 'v', operator: '=', value: '"} or y{a="' }]), 'x{v="\\"} or y{a=\\""}');
  });

  it('leaves numbers and texts alone', () => {
    assert.equal(narrow('1 + 2', toV2), '1 + 2');
    assert.equal(narrow('"x"', toV2), '"x"');
  });
});
