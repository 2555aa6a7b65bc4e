import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type Verdict, worst } from './verdict.ts';

const verdict = fc.constantFrom<Verdict>('pass', 'inconclusive', 'fail');

describe('worst', () => {
  it('is inconclusive of no verdicts: no evidence is not a yes', () => {
    assert.equal(worst([]), 'inconclusive');
  });

  it('orders pass below inconclusive below fail', () => {
    assert.equal(worst(['pass']), 'pass');
    assert.equal(worst(['pass', 'inconclusive']), 'inconclusive');
    assert.equal(worst(['fail', 'inconclusive', 'pass']), 'fail');
  });

  it('is a semilattice: commutative, associative and idempotent', () => {
    fc.assert(
      fc.property(verdict, verdict, verdict, (a, b, c) => {
        assert.equal(worst([a, b]), worst([b, a]));
        assert.equal(worst([a, worst([b, c])]), worst([worst([a, b]), c]));
        assert.equal(worst([a, a]), a);
      }),
    );
  });

  it('has pass as its neutral element and fail as its top', () => {
    fc.assert(
      fc.property(verdict, (a) => {
        assert.equal(worst(['pass', a]), a);
        assert.equal(worst([a, 'fail']), 'fail');
      }),
    );
  });

  it('is one of the verdicts given, and never better for one more', () => {
    fc.assert(
      fc.property(fc.array(verdict, { minLength: 1 }), verdict, (verdicts, more) => {
        assert.ok(verdicts.includes(worst(verdicts)));
        assert.equal(worst([...verdicts, more]), worst([worst(verdicts), more]));
      }),
    );
  });
});
