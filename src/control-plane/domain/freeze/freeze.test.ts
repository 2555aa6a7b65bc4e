import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { evolveFreeze, type Freeze, type FreezeEvent, freezeInForce, judgeFreeze } from './freeze.ts';

const fair: Freeze = { kind: 'FreezeDeclared', service: 'checkout', actor: 'sre', reason: 'the fair', untilMs: undefined, atMs: 0 };
const lifted: FreezeEvent = { kind: 'FreezeLifted', service: 'checkout', actor: 'sre', reason: 'over', atMs: 5 };

describe('a freeze', () => {
  it('lasts until it is lifted, and a new one replaces it', () => {
    assert.equal(evolveFreeze(undefined, fair), fair);
    const night: Freeze = { ...fair, reason: 'the night' };
    assert.equal(evolveFreeze(fair, night), night);
    assert.equal(evolveFreeze(fair, lifted), undefined);
    assert.equal(evolveFreeze(undefined, lifted), undefined);
  });

  it('is in force before its end and not at it', () => {
    const short = { ...fair, untilMs: 1000 };
    assert.equal(freezeInForce(short, 999), short);
    assert.equal(freezeInForce(short, 1000), undefined);
    assert.equal(freezeInForce(fair, Number.MAX_SAFE_INTEGER), fair);
    assert.equal(freezeInForce(undefined, 0), undefined);
  });
});

describe('judgeFreeze', () => {
  it('passes where no freeze is in force', () => {
    assert.deepEqual(judgeFreeze(undefined, 0, undefined), {
      gate: 'freeze',
      verdict: 'pass',
      reasons: [{ rule: 'freeze', verdict: 'pass', sentence: 'No freeze is in force.' }],
      evidence: { freeze: null },
    });
    assert.equal(judgeFreeze({ ...fair, untilMs: 10 }, 10, undefined).verdict, 'pass');
  });

  it('lets a release wait in a freeze, and tells who froze, why and until when', () => {
    const { verdict, reasons, evidence } = judgeFreeze({ ...fair, untilMs: 60_000 }, 0, undefined);
    assert.equal(verdict, 'inconclusive');
    assert.equal(reasons[0]?.sentence, 'Frozen by sre: the fair (until 1970-01-01T00:01:00.000Z).');
    assert.match(reasons[0]?.remedy ?? '', /as a fix with a reason/);
    assert.deepEqual(evidence, { freeze: { actor: 'sre', reason: 'the fair', untilMs: 60_000 } });
  });

  it('lets a fix pass under its name', () => {
    const { verdict, reasons, evidence } = judgeFreeze(fair, 0, { actor: 'ci', reason: 'mends the leak' });
    assert.equal(verdict, 'pass');
    assert.equal(reasons[0]?.sentence, 'Frozen by sre: the fair. Passed as a fix by ci: mends the leak');
    assert.deepEqual((evidence as { readonly fix?: unknown }).fix, { actor: 'ci', reason: 'mends the leak' });
  });

  it('never fails: a freeze is no fault of the candidate', () => {
    const freezes = fc.option(
      fc.record({ untilMs: fc.option(fc.nat(100), { nil: undefined }) }).map(({ untilMs }) => ({ ...fair, untilMs })),
      { nil: undefined },
    );
    fc.assert(
      fc.property(freezes, fc.nat(100), (freeze, nowMs) => {
        const { verdict } = judgeFreeze(freeze, nowMs, undefined);
        assert.equal(verdict, freezeInForce(freeze, nowMs) === undefined ? 'pass' : 'inconclusive');
      }),
    );
  });
});
