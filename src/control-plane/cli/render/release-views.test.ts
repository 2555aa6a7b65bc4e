import assert from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { createPaint } from '../paint.ts';
import { gateResultNamed } from '../testing/gate-results.ts';
import { releaseInTest } from '../testing/views.ts';
import { newsLine, newsLogLine } from './news-line.ts';
import { releaseBlock } from './release-block.ts';
import { releaseList } from './release-list.ts';
import { releaseText } from './release-text.ts';
import { releaseVerdict } from './release-verdict.ts';

const page = { paint: createPaint(false), width: 80, nowMs: 1_700_000_120_000 };
const breach = gateResultNamed('blocked').gates[1];
const reasons = breach !== undefined && breach.verdict !== 'error' ? breach.reasons : [];

describe('a release under way', () => {
  it('is a few lines that say where it stands, why, and what can be done', () => {
    assert.deepEqual(releaseBlock(releaseInTest({}), page), [
      '',
      '● rolling-out  workflow-service v2 → production  production.workflow-service.7',
      'Candidate p95 84 ms, baseline 81 ms (n = 1,204).',
      'traffic 10 %  ·  1,204 requests exposed  ·  2 min of 1 h  ·  baseline v1',
      'gates  ✓ freeze  ● load (try 2)',
      'steps  ● 10 %  ○ 100 %',
      'next   sluice release abort production.workflow-service.7 --reason "…"',
    ]);
  });

  it('shows a lost connection as such', () => {
    assert.equal(releaseBlock(releaseInTest({}), { ...page, notice: 'The connection is lost' }).at(-1), 'The connection is lost');
  });

  it('cuts a long headline to three lines', () => {
    assert.equal(releaseBlock(releaseInTest({ headline: 'word '.repeat(200) }), page).length, 9);
  });
});

describe('news of a release', () => {
  const news = {
    position: 3,
    event: { kind: 'StepStarted', atMs: 1_700_000_000_000 },
    sentence: 'Step 1: 10 % of\nthe traffic',
    release: releaseInTest({}),
  };

  it('are one line with a whole instant in a log', () => {
    assert.equal(newsLogLine(news), '2023-11-14 22:13:20Z  StepStarted  Step 1: 10 % of the traffic\n');
  });

  it('are wrapped under their time on a screen', () => {
    assert.equal(newsLine(news, { ...page, width: 34 }), '22:13:20Z  Step 1: 10 % of the\n           traffic\n');
  });
});

describe('the page of a release', () => {
  it('holds verdict, facts, steps, gates, what happened, what can be done and what can not', () => {
    assert.equal(
      releaseText(releaseInTest({}), page),
      `● rolling-out  workflow-service v2 → production  production.workflow-service.7
Candidate p95 84 ms, baseline 81 ms (n = 1,204).

traffic 10 %  ·  1,204 requests exposed  ·  2 min of 1 h  ·  baseline v1
requested by ci at 2023-11-14 22:13:20Z
steps  ● 10 %  ○ 100 %

GATE    VERDICT    OBSERVED  LIMIT  SAMPLES  WINDOW
freeze  ✓ pass
load    ● running
        Try 2.

  22:13:20Z  ci requested v2
  22:14:20Z  Step 1: 10 % (sluice)

  sluice release abort production.workflow-service.7 --reason "…"
  approve is not possible: No gate waits for a person.
  promote is not possible: Evidence is missing.
`,
    );
  });

  it('offers nothing for a release that has ended', () => {
    const text = releaseText(releaseInTest({ status: 'rolled-back', endedAtMs: 1_700_000_060_000, fix: true }), page);
    assert.ok(!text.includes('sluice release') && !text.includes('not possible'));
    assert.match(text, /took 60 s/);
    assert.match(text, /steps {2}✗ 10 %/);
    assert.match(text, /a fix/);
  });

  it('says of a gate in error that the world failed', () => {
    const text = releaseText(releaseInTest({ gates: [{ gate: 'load', state: 'error', attempt: 1, reasons: [] }] }), page);
    assert.match(text, /! error\n {6}The world failed, not the release; the gate is tried again\./);
    const told = { rule: 'world', verdict: 'inconclusive', sentence: 'The gateway did not answer.' } as const;
    const why = releaseText(releaseInTest({ gates: [{ gate: 'load', state: 'error', attempt: 1, reasons: [told] }] }), page);
    assert.match(why, /! error .*\n {6}The gateway did not answer\./);
  });
});

describe('the verdict of a release', () => {
  it('shows the gates that have something to say', () => {
    const release = releaseInTest({
      status: 'rolled-back',
      verdict: 'fail',
      endedAtMs: 1_700_000_060_000,
      headline: 'Blocked: candidate p95 412 ms > 200 ms (n = 8,431 in 5 min).',
      gates: [
        { gate: 'freeze', state: 'pass', attempt: 1, reasons: [] },
        { gate: 'canary', state: 'fail', attempt: 1, reasons },
      ],
    });
    const text = releaseVerdict(release, page);
    assert.match(text, /^✗ rolled-back {2}workflow-service v2 → production/);
    assert.match(text, /canary {2}✓ pass/);
    assert.ok(!text.includes('freeze'));
  });

  it('is the same with colours taken away', () => {
    const release = releaseInTest({ status: 'promoted' });
    assert.equal(stripVTControlCharacters(releaseVerdict(release, { ...page, paint: createPaint(true) })), releaseVerdict(release, page));
  });
});

describe('the list of releases', () => {
  it('is a table, every status in sign and word', () => {
    const statuses = ['promoted', 'held', 'rolling-back', 'gating', 'aborted'] as const;
    const text = releaseList(
      statuses.map((status) => releaseInTest({ status })),
      page,
    );
    assert.deepEqual(text.match(/[✓‖↩●✗] [a-z-]+/g), ['✓ promoted', '‖ held', '↩ rolling-back', '● gating', '✗ aborted']);
    assert.match(text, /2 min ago {2}ci/);
  });

  it('says how to start one where there are none', () => {
    assert.match(releaseList([], page), /No releases yet\. Start one with: sluice release start/);
  });
});
