import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { instantResult, rangeResult } from '../answer-result.ts';
import type { Answer } from '../promql/evaluate/answer.ts';
import type { QueryResult, Sample } from '../query-result.ts';
import { formatValue } from './format-value.ts';
import { seriesCount, writeInstant, writeRange } from './write-answer.ts';

const NOTES = { warnings: [], infos: [] };

const pair = ([atMs, value]: Sample) => [atMs / 1000, formatValue(value)];

/** The same answer by way of objects, as the API's documentation describes it. */
function described(result: QueryResult): unknown {
  switch (result.kind) {
    case 'scalar':
      return { resultType: 'scalar', result: pair(result.sample) };
    case 'string':
      return { resultType: 'string', result: [result.sample[0] / 1000, result.sample[1]] };
    case 'vector':
      return { resultType: 'vector', result: result.series.map(({ labels, sample }) => ({ metric: labels, value: pair(sample) })) };
    case 'matrix':
      return { resultType: 'matrix', result: result.series.map(({ labels, samples }) => ({ metric: labels, values: samples.map(pair) })) };
  }
}

const arbitraryLabels = fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'ü "quoted"'), fc.string(), { noNullPrototype: true });
const arbitraryGrid = fc.record({ startMs: fc.integer(), stepMs: fc.integer({ min: 1, max: 1e6 }), count: fc.integer({ min: 1, max: 8 }) });
const arbitraryVector = arbitraryGrid.chain((grid) => {
  const values = fc.array(fc.double(), { minLength: grid.count, maxLength: grid.count }).map((each) => Float64Array.from(each));
  const present = fc.array(fc.nat({ max: 1 }), { minLength: grid.count, maxLength: grid.count }).map((each) => Uint8Array.from(each));
  const column = fc.record({ labels: arbitraryLabels, dropsName: fc.constant(false), values, present });
  return fc.array(column, { maxLength: 4 }).map((columns): Answer => ({ kind: 'vector', grid, columns, ...NOTES }));
});

describe('an answer as JSON', () => {
  it('says over a range what its samples say one by one, those that are present', () => {
    const check = fc.property(arbitraryVector, (answer) => {
      assert.deepEqual(JSON.parse([...writeRange(answer, Infinity)].join('')), described(rangeResult(answer)));
    });
    fc.assert(check);
  });

  it('says at an instant what its samples say', () => {
    const check = fc.property(arbitraryVector, (answer) => {
      assert.deepEqual(JSON.parse([...writeInstant(answer, Infinity)].join('')), described(instantResult(answer)));
    });
    fc.assert(check);
  });

  const grid = { startMs: 1_500, stepMs: 1, count: 1 };

  it('writes raw samples in the order of labels, each at its own time', () => {
    const series = ['b', 'a'].map((name) => ({
      labels: { name },
      times: Float64Array.of(999, 1_000),
      values: Float64Array.of(1, Number.NaN),
    }));
    const answer: Answer = { kind: 'samples', grid, series, ...NOTES };
    const samples = '"values":[[0.999,"1"],[1,"NaN"]]';
    const both = `{"metric":{"name":"a"},${samples}},{"metric":{"name":"b"},${samples}}`;
    assert.equal([...writeInstant(answer, Infinity)].join(''), `{"resultType":"matrix","result":[${both}]}`);
    assert.equal([...writeInstant(answer, 1)].join(''), `{"resultType":"matrix","result":[{"metric":{"name":"a"},${samples}}]}`);
    assert.equal(seriesCount(answer), 2);
  });

  it('writes scalars and strings', () => {
    const scalar: Answer = { kind: 'scalar', grid, values: Float64Array.of(-0), ...NOTES };
    const text: Answer = { kind: 'string', grid, text: '"\n', ...NOTES };
    assert.equal([...writeInstant(scalar, 1)].join(''), '{"resultType":"scalar","result":[1.500,"-0"]}');
    assert.equal([...writeRange(scalar, 1)].join(''), '{"resultType":"matrix","result":[{"metric":{},"values":[[1.500,"-0"]]}]}');
    assert.equal([...writeInstant(text, 1)].join(''), '{"resultType":"string","result":[1.500,"\\"\\n"]}');
    assert.equal(seriesCount(text), 0);
  });

  it('is none over a range for a string, which the evaluator refuses before', () => {
    assert.throws(() => writeRange({ kind: 'string', grid, text: '', ...NOTES }, 1), /should have been refused/);
  });
});
