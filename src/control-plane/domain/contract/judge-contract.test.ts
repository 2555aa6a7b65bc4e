import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { VerifiedInteraction, VerifiedPact } from './contract-evidence.ts';
import { judgeContract } from './judge-contract.ts';

const subject = { provider: 'workflow-service', version: 'v2' };

function interaction(change: Partial<VerifiedInteraction> = {}): VerifiedInteraction {
  return {
    description: 'A request for workflow details',
    providerStates: ['A workflow exists'],
    verdict: 'passed',
    mismatches: [],
    ...change,
  };
}

function pact(change: Partial<VerifiedPact> = {}): VerifiedPact {
  return { consumer: 'workflow-ui', provider: 'workflow-service', pactSha: 'ab'.repeat(32), interactions: [interaction()], ...change };
}

const missing = (field: string) => ({ where: `body $.${field}`, description: 'is missing' });

describe('judgeContract', () => {
  it('passes with the count when every interaction holds', () => {
    const result = judgeContract([pact({ interactions: [interaction(), interaction()] })], subject);
    assert.equal(result.verdict, 'pass');
    assert.equal(result.reasons[0]?.samples, 2);
    assert.equal(result.reasons[0].sentence, 'workflow-service v2 keeps all 2 interactions that workflow-ui expects (pact abababababab).');
  });

  it('names consumer, interaction, state and mismatch of what is broken', () => {
    const broken = interaction({ verdict: 'failed', mismatches: [missing('name')] });
    const result = judgeContract([pact({ interactions: [interaction(), broken] })], subject);
    assert.equal(result.verdict, 'fail');
    assert.deepEqual(
      result.reasons.map((reason) => reason.sentence),
      [
        'workflow-service v2 breaks what workflow-ui expects of "A request for workflow details" given "A workflow exists": body $.name is missing.',
      ],
    );
  });

  it('tells three mismatches of an interaction and counts the rest', () => {
    const broken = interaction({ verdict: 'failed', providerStates: [], mismatches: ['a', 'b', 'c', 'd', 'e'].map(missing) });
    const [reason] = judgeContract([pact({ interactions: [broken] })], subject).reasons;
    assert.match(reason?.sentence ?? '', /details": body \$\.a is missing; body \$\.b is missing; body \$\.c is missing; and 2 more\.$/);
    assert.equal(reason?.observed, 5);
  });

  it('fails on an interaction that failed without a finding', () => {
    const [reason] = judgeContract([pact({ interactions: [interaction({ verdict: 'failed' })] })], subject).reasons;
    assert.equal(reason?.verdict, 'fail');
    assert.match(reason.sentence, /the verifier gives no detail/);
  });

  it('is inconclusive when every interaction is answered with 401: the gate was not let in', () => {
    const refused = {
      verdict: 'failed',
      mismatches: [{ where: 'status', description: 'expected 200 but was 401' }, missing('name')],
    } as const;
    const all = judgeContract([pact({ interactions: [interaction(refused), interaction(refused)] })], subject);
    assert.equal(all.verdict, 'inconclusive');
    assert.match(all.reasons[0]?.sentence ?? '', /answered all 2 interactions of workflow-ui with 401 or 403/);
    assert.equal(judgeContract([pact({ interactions: [interaction(refused), interaction()] })], subject).verdict, 'fail');
  });

  it('is inconclusive without a pact', () => {
    const result = judgeContract([], subject);
    assert.equal(result.verdict, 'inconclusive');
    assert.equal(result.reasons[0]?.sentence, 'No pact names workflow-service as its provider: nothing was verified.');
  });

  it('is inconclusive when one of the pacts has no interaction', () => {
    const result = judgeContract([pact(), pact({ consumer: 'mobile', interactions: [] })], subject);
    assert.equal(result.verdict, 'inconclusive');
    assert.match(result.reasons[1]?.sentence ?? '', /^The pact of mobile has no interaction that counts: nothing was verified/);
  });

  it('is inconclusive for a pact with another provider', () => {
    assert.equal(judgeContract([pact({ provider: 'user-service' })], subject).verdict, 'inconclusive');
  });

  it('carries what it went by', () => {
    assert.deepEqual(judgeContract([pact()], subject).evidence, { ...subject, pacts: [pact()] });
  });

  it('passes exactly when there are pacts, all have interactions, and all of them hold', () => {
    const verdicts = fc.array(fc.array(fc.constantFrom('passed' as const, 'failed' as const), { maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(verdicts, (given) => {
        const pacts = given.map((each) => pact({ interactions: each.map((verdict) => interaction({ verdict })) }));
        const whole = given.length > 0 && given.every((each) => each.length > 0 && each.every((verdict) => verdict === 'passed'));
        assert.equal(judgeContract(pacts, subject).verdict === 'pass', whole);
        assert.equal(judgeContract(pacts, subject).verdict === 'fail', given.flat().includes('failed'));
      }),
    );
  });
});
