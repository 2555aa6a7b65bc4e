import assert from 'node:assert/strict';
import type { LoadMeasurement } from '../control/ports/load-runner.ts';
import { soundMeasurement } from '../control/ports/testing/memory-load-engine.ts';
import { exitCodes } from './exit.ts';
import { type LoadEnd, loadDecisions, loadEnd, loadExitCodes } from './load-exit.ts';

const crossed = [
  { metric: 'http_reqs', expression: 'count>5', passed: false, observed: 1, limit: 5, samples: 1, abortOnFail: false },
] as const;
const exceptions = [{ message: 'x is not a function', location: 'a.ts:1:1', count: 3 }];
const tooSlow = { tooSlow: ['The event loop was 80 ms late.'] };
const bookkeeping = {
  iterations: { type: 'counter', contains: 'default', values: { count: 1 } },
  'http_reqs{scenario:a}': { type: 'counter', contains: 'default', values: { count: 0 } },
} as const;

const bytesBack = (bytes: number) => ({ type: 'counter', contains: 'data', values: { count: bytes } }) as const;
const waits = (max: number) => ({ type: 'trend', contains: 'time', values: { max } }) as const;
const answered = soundMeasurement().metrics;

const table: readonly (readonly [fact: string, changes: Partial<LoadMeasurement>, end: LoadEnd])[] = [
  ['all went well', {}, 'passed'],
  ['a threshold was crossed', { thresholds: crossed }, 'thresholds-crossed'],
  ['a threshold ended it', { thresholds: crossed, endedBy: 'threshold', outcome: 'aborted' }, 'thresholds-crossed'],
  ['a threshold ended it that holds again at the end', { endedBy: 'threshold', outcome: 'aborted' }, 'thresholds-crossed'],
  ['an iteration threw', { iterations: { completed: 9, threw: 1, interrupted: 0, dropped: 0 } }, 'script-exception'],
  ['iterations threw and a threshold was crossed', { exceptions, thresholds: crossed }, 'script-exception'],
  ['no iteration came to its end', { iterations: { completed: 0, threw: 0, interrupted: 5, dropped: 0 } }, 'nothing-measured'],
  ['it has only its own bookkeeping', { metrics: bookkeeping }, 'nothing-measured'],
  [
    'its thresholds hold on requests that never got a byte back',
    { metrics: { ...answered, data_received: bytesBack(0) } },
    'nothing-measured',
  ],
  ['its thresholds hold on connections that all failed', { metrics: { ...answered, http_req_waiting: waits(0) } }, 'nothing-measured'],
  ['an answer came back', { metrics: { ...answered, data_received: bytesBack(9), http_req_waiting: waits(2) } }, 'passed'],
  [
    'only the requests beside a socket failed',
    { metrics: { ...answered, http_req_waiting: waits(0), ws_sessions: bytesBack(1) } },
    'passed',
  ],
  [
    'a crossed threshold tells that nothing answered',
    { metrics: { http_req_waiting: waits(0) }, thresholds: crossed },
    'thresholds-crossed',
  ],
  ['the generator was too slow', { generator: tooSlow }, 'generator-too-slow'],
  ['the generator was too slow, whatever the thresholds say', { generator: tooSlow, thresholds: crossed }, 'generator-too-slow'],
  ['the generator was fast enough', { generator: { tooSlow: [] } }, 'passed'],
  ['setup took too long', { endedBy: 'setup-timeout', exceptions }, 'setup-timeout'],
  ['setup threw', { endedBy: 'setup-threw', exceptions }, 'script-exception'],
  ['teardown took too long', { endedBy: 'teardown-timeout', exceptions }, 'teardown-timeout'],
  ['teardown threw', { endedBy: 'teardown-threw', exceptions }, 'script-exception'],
  ['a signal ended it, and a threshold was crossed', { endedBy: 'signal', thresholds: crossed }, 'interrupted'],
  ['the script aborted it', { endedBy: 'script-abort' }, 'script-aborted'],
  ['the script called it failed', { endedBy: 'script-fail', thresholds: crossed }, 'script-failed'],
];

describe('how a load run ends', () => {
  for (const [fact, changes, end] of table) {
    it(`is ${end} where ${fact}`, () => assert.equal(loadEnd(soundMeasurement(changes), { vacuous: false }), end));
  }

  it('is passed on nothing where the answer of k6 is asked for', () => {
    assert.equal(loadEnd(soundMeasurement({ metrics: bookkeeping }), { vacuous: true }), 'passed');
    assert.equal(loadEnd(soundMeasurement({ metrics: { http_req_waiting: waits(0) } }), { vacuous: true }), 'passed');
  });
});

describe('exit codes of a load run', () => {
  it('are those that k6 documents, and one for a generator that was too slow', () => {
    assert.deepEqual(loadExitCodes, {
      passed: 0,
      'generator-too-slow': 4,
      'thresholds-crossed': 99,
      'nothing-measured': 99,
      'setup-timeout': 100,
      'teardown-timeout': 101,
      'options-refused': 104,
      interrupted: 105,
      'script-exception': 107,
      'script-aborted': 108,
      'engine-failed': 109,
      'script-failed': 110,
    });
  });

  it('are 0 for what passed alone, and have the word of the other commands', () => {
    for (const [end, code] of Object.entries(loadExitCodes)) assert.equal(code === 0, loadDecisions[end as LoadEnd] === 'passed', end);
    assert.equal(loadExitCodes['generator-too-slow'], exitCodes.inconclusive);
  });
});
