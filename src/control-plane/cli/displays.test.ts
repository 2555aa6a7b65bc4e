import assert from 'node:assert/strict';
import type { ReleaseNews } from '../control/control-plane.ts';
import { manualClock } from '../control/testing/manual-clock.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { gateLive, gateLog } from './gate-display.ts';
import type { GateProgress } from './local-actions.ts';
import { releaseLive, releaseLog } from './release-display.ts';
import { gateResultNamed } from './testing/gate-results.ts';
import { memoryScreen, shown } from './testing/memory-screen.ts';
import { releaseInTest } from './testing/views.ts';

const at = 1_700_000_000_000;
const waiting = { allowed: true, because: 'waits' };

function news(sentence: string, change: Partial<ReleaseView> = {}): ReleaseNews {
  return { position: 1, event: { kind: 'StepStarted', atMs: at }, sentence, release: releaseInTest(change) };
}

function load(elapsedMs: number): GateProgress {
  return {
    kind: 'load',
    elapsedMs,
    fraction: elapsedMs / 300_000,
    requests: 10,
    failedRequests: 0,
    dropped: 0,
    activeVus: 1,
    p50: 1,
    p95: 2,
  };
}

function finished(name: string, index: number): GateProgress {
  const result = gateResultNamed(name).gates[index];
  assert.ok(result !== undefined);
  return { kind: 'gate-finished', result };
}

describe('gates under way', () => {
  it('are a line each at start and end in a log, and the load every 15 s', () => {
    const screen = memoryScreen();
    const display = gateLog(screen);
    display.show({ kind: 'gate-started', gate: 'load' });
    for (let second = 1; second <= 40; second += 1) display.show(load(second * 1000));
    display.show(finished('blocked', 1));
    display.close();
    const lines = screen.written().trim().split('\n');
    assert.deepEqual(
      lines.map((line) => line.split(/ {2}|\. /)[0]),
      ['load: started', 'load: 5 %', 'load: 10 %', 'load: fail'],
    );
    assert.match(lines[3] ?? '', /412 ms is not < 200 ms/);
  });

  it('are a block on a terminal that is gone at the end', () => {
    const screen = memoryScreen({ columns: 100, isLive: true });
    const display = gateLive(screen);
    display.show({ kind: 'gate-started', gate: 'contract' });
    display.show(finished('blocked', 0));
    display.show({ kind: 'gate-started', gate: 'load' });
    display.show(load(150_000));
    assert.deepEqual(shown(stripColours(screen.written())), [
      '✓ pass contract  All 12 interactions of workflow-ui hold.',
      '● load  █████░░░░░ 50 %  3 min  10 requests  0 failed  p95 2.0 ms  p50 1.0 ms',
    ]);
    display.show(finished('broken', 1));
    assert.match(shown(stripColours(screen.written())).at(-1) ?? '', /^! error load {2}connect ECONNREFUSED/);
    display.close();
    assert.deepEqual(shown(stripColours(screen.written())), []);
  });
});

function stripColours(text: string): string {
  return text.replace(/\u001B\[\d+m/g, ''); // oxlint-disable-line no-control-regex
}

const loadLook = (elapsedMs: number) => ({
  elapsedMs,
  fraction: 0.5,
  iterations: 10,
  requests: 10,
  failedRequests: 0,
  dropped: 0,
  activeVus: 1,
  p50: 1,
  p95: 2,
});

describe('a watched release', () => {
  it('is lines in a log, and tells a person once what is needed and that the connection is lost', () => {
    const [out, note] = [memoryScreen(), memoryScreen()];
    const display = releaseLog(out, note);
    const { actions } = releaseInTest({});
    display.show(news('Step 1'));
    display.show(news('held', { actions: { ...actions, promote: waiting } }));
    display.show(news('still held', { actions: { ...actions, promote: waiting } }));
    display.notice('lost');
    display.notice('lost');
    display.notice(undefined);
    display.notice('lost');
    display.close();
    assert.equal(out.written().split('\n').length, 4);
    assert.equal(note.written(), 'A person is needed: sluice release promote production.workflow-service.7 --reason "…"\nlost\nlost\n');
  });

  it('tells where a release stands every ten seconds while looks come with every scrape', () => {
    const [out, note] = [memoryScreen(), memoryScreen()];
    const display = releaseLog(out, note);
    for (let second = 0; second < 25; second += 1) {
      const look = { kind: 'CanaryObserved', atMs: at + second * 1000 };
      display.show({ ...news('Looked at the canary', { headline: `after ${second} s` }), event: look });
    }
    assert.deepEqual(out.written().match(/after \d+ s/g), ['after 0 s', 'after 10 s', 'after 20 s']);
  });

  it('shows the load gate while it runs: every 15 s in a log, always on a terminal, and no longer than it runs', () => {
    const [out, note] = [memoryScreen(), memoryScreen()];
    const log = releaseLog(out, note);
    for (let half = 1; half <= 70; half += 1) log.load(loadLook(half * 500));
    assert.deepEqual(out.written().match(/load: [^\n]*?(\d+ s) /g)?.length, 2);
    const screen = memoryScreen({ columns: 100, isLive: true });
    const live = releaseLive(screen, manualClock(at));
    live.show(news('Gates'));
    live.load(loadLook(3000));
    assert.match(shown(stripColours(screen.written())).join('\n'), /^load {3}[█░]{10} .*10 requests/m);
    live.show(news('Step 1'));
    assert.doesNotMatch(shown(stripColours(screen.written())).join('\n'), /^load {3}/m);
    live.close();
  });

  it('is a block below its news on a terminal, whose clock ticks, and which leaves only the news behind', async () => {
    const clock = manualClock(at + 45_000);
    const screen = memoryScreen({ columns: 100, isLive: true });
    const display = releaseLive(screen, clock);
    display.show(news('Step 1: 10 %'));
    const before = shown(stripColours(screen.written()));
    assert.equal(before[0], '22:13:20Z  Step 1: 10 %');
    assert.match(before.join('\n'), /45 s of 1 h/);
    clock.advance(1000);
    await new Promise((resolve) => setImmediate(resolve));
    assert.match(shown(stripColours(screen.written())).join('\n'), /46 s of 1 h/);
    display.notice('The connection is lost');
    assert.equal(shown(stripColours(screen.written())).at(-1), 'The connection is lost');
    display.notice(undefined);
    display.close();
    assert.deepEqual(shown(stripColours(screen.written())), ['22:13:20Z  Step 1: 10 %']);
    assert.equal(clock.sleepers(), 0);
  });
});
