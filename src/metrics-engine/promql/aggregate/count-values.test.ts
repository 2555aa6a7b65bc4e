import assert from 'node:assert/strict';
import { column, table } from './testing/columns.ts';
import { runAggregation } from './testing/run-aggregation.ts';

const columns = [
  column({ __name__: 'v', i: '0', job: 'a' }, [6, 6, undefined]),
  column({ __name__: 'v', i: '1', job: 'a' }, [6, 7, undefined]),
  column({ __name__: 'v', i: '2', job: 'b' }, [8, 6, 8]),
];

const refusal = (parameter: string) => () => runAggregation({ operator: 'count_values', parameter, columns });

describe('count_values', () => {
  it('counts the series of each value at each instant', () => {
    assert.deepEqual(table(runAggregation({ operator: 'count_values', parameter: 'version', columns }).columns), {
      '[["version","6"]]': [2, 2, undefined],
      '[["version","7"]]': [undefined, 1, undefined],
      '[["version","8"]]': [1, undefined, 1],
    });
  });

  it('counts in each group', () => {
    const grouping = { kind: 'without', labels: ['i'] } as const;
    assert.deepEqual(table(runAggregation({ operator: 'count_values', parameter: 'version', columns, grouping }).columns), {
      '[["job","a"],["version","6"]]': [2, 1, undefined],
      '[["job","a"],["version","7"]]': [undefined, 1, undefined],
      '[["job","b"],["version","8"]]': [1, undefined, 1],
      '[["job","b"],["version","6"]]': [undefined, 1, undefined],
    });
  });

  it('puts the value in the place of a label of the same name, whose groups become one', () => {
    const expected = { '[["job","6"]]': [2, 2, undefined], '[["job","7"]]': [undefined, 1, undefined], '[["job","8"]]': [1, undefined, 1] };
    for (const grouping of [{ kind: 'without', labels: ['i'] } as const, { kind: 'by', labels: ['job'] } as const])
      assert.deepEqual(table(runAggregation({ operator: 'count_values', parameter: 'job', columns, grouping }).columns), expected);
  });

  it('writes values without exponents, tells 0 from -0 and holds all NaN for one', () => {
    const odd = [1e21, 1e-7, 0, -0, Number.NaN, -Number.NaN, Number.NEGATIVE_INFINITY].map((value, i) => column({ i: String(i) }, [value]));
    const answer = runAggregation({ operator: 'count_values', parameter: 'v', columns: odd }).columns;
    assert.deepEqual(
      answer.map(({ labels, values }) => `${labels['v']} ${values[0]}`),
      ['1000000000000000000000 1', '0.0000001 1', '0 1', '-0 1', 'NaN 2', '-Inf 1'],
    );
  });

  it('refuses a label name that is none', () => {
    assert.throws(refusal(''), { code: 'execution', message: 'invalid label name ""' });
    assert.throws(refusal('a\udcc5z'), { code: 'execution', message: 'invalid label name "a\\xc5z"' });
  });
});
