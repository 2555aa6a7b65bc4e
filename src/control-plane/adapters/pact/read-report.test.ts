import assert from 'node:assert/strict';
import { SourceError } from '../../control/ports/source-error.ts';
import type { PactFile } from './pact-file.ts';
import { readReport } from './read-report.ts';
import type { StateProblem } from './verifier-job.ts';

const pact: PactFile = { path: '/pacts/a.json', consumer: 'workflow-ui', provider: 'workflow-service', sha: 'ab', interactions: 1 };

const held = {
  consumer: 'workflow-ui',
  provider: 'workflow-service',
  description: 'A request',
  providerStates: ['A workflow exists'],
  pending: false,
  result: 'OK',
};
const broken = {
  ...held,
  result: 'Error',
  mismatch: { type: 'mismatches', mismatches: [{ type: 'StatusMismatch', expected: 200, actual: 500, mismatch: '' }] },
};
const stateFailed = {
  ...held,
  result: 'Error',
  mismatch: { type: 'error', message: 'One or more of the setup state change handlers has failed' },
};

function report(interactions: readonly object[], change: object = {}): object {
  return {
    result: interactions.every((one) => 'result' in one && one.result === 'OK'),
    errors: [],
    interactionResults: interactions,
    ...change,
  };
}

function body(path: string, mismatch = ''): object {
  return { type: 'BodyMismatch', path, expected: 1, actual: 2, mismatch };
}

function codeOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof SourceError, String(error));
    return `${error.code} retryable=${error.retryable}`;
  }
  return 'read';
}

describe('readReport', () => {
  it('reads what held and what did not', () => {
    assert.equal(readReport(pact, report([held]), []).interactions[0]?.verdict, 'passed');
    assert.deepEqual(readReport(pact, report([broken]), []).interactions, [
      {
        description: 'A request',
        providerStates: ['A workflow exists'],
        verdict: 'failed',
        mismatches: [{ where: 'status', description: 'expected 200 but was 500' }],
      },
    ]);
  });

  it('tells the mismatches in one order, whatever order the verifier found them in', () => {
    const found = [
      body('$.b', 'x'),
      body('$.a'),
      { type: 'HeaderMismatch', key: 'ETag', expected: 1, actual: 2, mismatch: '' },
      body('$.b', 'w'),
      ...broken.mismatch.mismatches,
    ];
    const wheres = (mismatches: readonly object[]): readonly string[] | undefined =>
      readReport(pact, report([{ ...broken, mismatch: { type: 'mismatches', mismatches } }]), []).interactions[0]?.mismatches.map(
        ({ where, description }) => `${where} ${description.slice(0, 1)}`,
      );
    assert.deepEqual(wheres(found), ['status e', 'header ETag e', 'body $.a  ', 'body $.b w', 'body $.b x']);
    assert.deepEqual(wheres(found.toReversed()), wheres(found));
  });

  const unreliable: readonly (readonly [string, unknown])[] = [
    ['is missing', undefined],
    ['is not a report', { hello: 'world' }],
    ['says nothing about an interaction of the pact', report([])],
    ['speaks of an interaction too many', report([held, held])],
    ['says verified while an interaction failed', report([broken], { result: true })],
    ['says failed while all interactions held', report([held], { result: false })],
    ['has a failure without a finding', report([{ ...broken, mismatch: undefined }])],
    ['has a failure with no mismatch', report([{ ...broken, mismatch: { type: 'mismatches', mismatches: [] } }])],
    ['has a mismatch of an unknown kind', report([{ ...broken, mismatch: { type: 'mismatches', mismatches: [{ type: 'NewMismatch' }] } }])],
    ['has a result of an unknown kind', report([{ ...held, result: 'Skipped' }])],
  ];
  for (const [what, given] of unreliable) {
    it(`relies on no report that ${what}`, () => {
      assert.equal(
        codeOf(() => readReport(pact, given, [])),
        'verifier-unreadable retryable=false',
      );
    });
  }

  it('says why the verifier reports on nothing', () => {
    const errors = [{ interaction: 'Failed to load pact', mismatch: { message: 'Failed to parse Pact JSON' } }];
    assert.throws(
      () => readReport(pact, report([], { errors, result: false }), []),
      /0 of 1 interactions \(Failed to load pact: .*Failed to parse Pact JSON/,
    );
  });

  it('leaves a pending interaction out that does not hold, and keeps one that does', () => {
    assert.deepEqual(readReport(pact, report([{ ...broken, pending: true }], { result: true }), []).interactions, []);
    assert.equal(readReport(pact, report([{ ...held, pending: true }]), []).interactions.length, 1);
  });

  it('tells the findings about the states of the interaction', () => {
    const problems: readonly StateProblem[] = [
      { kind: 'refused', state: 'Another state', sentence: 'answered with 400' },
      { kind: 'refused', state: 'A workflow exists', sentence: 'answered with 500' },
    ];
    assert.deepEqual(readReport(pact, report([stateFailed]), problems).interactions[0]?.mismatches, [
      { where: 'state', description: '"A workflow exists": answered with 500' },
    ]);
  });

  it('repeats the verifier where nothing is known about the state', () => {
    assert.deepEqual(readReport(pact, report([stateFailed]), []).interactions[0]?.mismatches, [
      { where: 'state', description: 'One or more of the setup state change handlers has failed' },
    ]);
  });

  it('takes an exchange or a state change without an answer for the world failing', () => {
    const noAnswer = {
      ...held,
      result: 'Error',
      mismatch: { type: 'error', message: 'error sending request for url (http://127.0.0.1:1/)' },
    };
    assert.equal(
      codeOf(() => readReport(pact, report([noAnswer]), [])),
      'provider-unreachable retryable=true',
    );
    const lost: StateProblem = { kind: 'unreachable', state: 'A workflow exists', sentence: 'no answer' };
    assert.equal(
      codeOf(() => readReport(pact, report([stateFailed]), [lost])),
      'provider-unreachable retryable=true',
    );
  });
});
