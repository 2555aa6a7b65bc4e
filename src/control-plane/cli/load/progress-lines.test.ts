import assert from 'node:assert/strict';
import type { LoadRunProgress, LoadScenarioProgress } from '../../control/ports/load-runner.ts';
import { createPaint } from '../paint.ts';
import { memoryScreen, shown } from '../testing/memory-screen.ts';
import { progressLine, progressLines } from './progress-lines.ts';
import { runDisplay } from './run-display.ts';

const scenario = (changes: Partial<LoadScenarioProgress>): LoadScenarioProgress => ({
  name: 'gate',
  executor: 'constant-vus',
  state: 'running',
  fraction: 0.25,
  elapsedMs: 15_400,
  durationMs: 60_000,
  activeVus: 3,
  maxVus: 10,
  iterations: 1234,
  plannedIterations: undefined,
  startsPerSecond: undefined,
  dropped: 0,
  ...changes,
});

const progress = (changes: Partial<LoadRunProgress> = {}): LoadRunProgress => ({
  elapsedMs: 15_400,
  fraction: 0.25,
  iterations: 1234,
  interrupted: 2,
  dropped: 0,
  activeVus: 3,
  requests: 2468,
  failedRequests: 0,
  p50: 5.25,
  p95: 84.4,
  scenarios: [scenario({})],
  ...changes,
});

const plain = createPaint(false);

describe('the progress of a load run', () => {
  it('is a line in the words of k6 where there is no terminal', () => {
    assert.equal(progressLine(progress()), 'running (15s), 3/10 VUs, 1,234 complete and 2 interrupted iterations, 25 %');
    const open = progress({ fraction: undefined, dropped: 7, elapsedMs: 3_725_000 });
    assert.equal(progressLine(open), 'running (62m05s), 3/10 VUs, 1,234 complete and 2 interrupted iterations, 7 dropped');
  });

  it('is a bar for each scenario on a terminal, with what ends it', () => {
    const scenarios = [
      scenario({}),
      scenario({ name: 'open', startsPerSecond: 99.96, dropped: 3 }),
      scenario({ name: 'pot', plannedIterations: 5000, state: 'done', fraction: 1 }),
      scenario({ name: 'later', state: 'waiting', fraction: 0, startsPerSecond: 2.54 }),
    ];
    assert.deepEqual(progressLines(progress({ scenarios, failedRequests: 4 }), plain, 80), [
      'running 15s  1,234 iterations  2,468 requests  4 failed  p95 84 ms',
      '● gate     ███░░░░░░░  25 %  3/10 VUs  15s/60s',
      '● open     ███░░░░░░░  25 %  3/10 VUs  3 dropped  15s/60s  100 starts/s',
      '✓ pot      ██████████ 100 %  3/10 VUs  1,234/5,000 iterations',
      '· later    ░░░░░░░░░░   0 %  3/10 VUs  waiting',
    ]);
  });

  it('says more where there is room', () => {
    const [head, ...lines] = progressLines(progress({ scenarios: [scenario({ startsPerSecond: 2.54 })] }), plain, 120);
    assert.equal(head, 'running 15s  1,234 iterations  2,468 requests  p95 84 ms  p50 5.3 ms');
    assert.deepEqual(lines, ['● gate     ███░░░░░░░  25 %  3/10 VUs  15s/60s  2.5 starts/s  1,234 iterations']);
  });

  it('shows what was dropped in 80 columns, whatever the names and numbers', () => {
    const wide = scenario({ name: 'x'.repeat(60), activeVus: 2000, maxVus: 2000, iterations: 999_999, startsPerSecond: 6000, dropped: 9 });
    const line = progressLines(progress({ scenarios: [wide] }), plain, 80)[1] ?? '';
    assert.ok(line.slice(0, 79).includes('2000/2000 VUs  9 dropped  15s/60s'), line);
  });

  it('has nothing to say before there is a request', () => {
    const [head] = progressLines(progress({ p50: undefined, p95: undefined, iterations: 0, requests: 0, scenarios: [] }), plain, 120);
    assert.equal(head, 'running 15s  0 iterations  0 requests');
  });
});

const display = (isLive: boolean, quiet = false) => {
  const note = memoryScreen({ columns: 100, isLive });
  const context = { terminal: { note, out: note } } as unknown as Parameters<typeof runDisplay>[0];
  return { note, shows: runDisplay(context, { quiet }) };
};

describe('the display of a load run', () => {
  it('is a block that is painted over, with what is printed above it', () => {
    const { note, shows } = display(true);
    shows.show(progress());
    shows.print('INFO hello\n');
    shows.show(progress({ iterations: 2000 }));
    const lines = shown(note.written());
    assert.deepEqual([lines[0], lines.length], ['INFO hello', 3]);
    shows.close();
    assert.deepEqual(shown(note.written()), ['INFO hello']);
  });

  it('is a line after one second, after three, and then every ten seconds elsewhere', () => {
    const { note, shows } = display(false);
    for (let half = 1; half <= 80; half += 1) shows.show(progress({ elapsedMs: half * 500 }));
    assert.deepEqual(note.written().match(/\(\d+s\)/g), ['(1s)', '(3s)', '(9s)', '(19s)', '(29s)', '(39s)']);
  });

  it('is nothing where a person wants quiet', () => {
    const { note, shows } = display(true, true);
    shows.show(progress());
    shows.close();
    assert.equal(note.written(), '');
  });
});
