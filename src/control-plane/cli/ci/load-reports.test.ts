import assert from 'node:assert/strict';
import type { LoadMeasurement, LoadThreshold } from '../../control/ports/load-runner.ts';
import { soundMeasurement } from '../../control/ports/testing/memory-load-engine.ts';
import { type LoadEnd, loadExitCodes } from '../load-exit.ts';
import { loadJobSummary } from './load-job-summary.ts';
import { loadJunitXml } from './load-junit.ts';
import { type LoadReport, loadSentence } from './load-report.ts';

const METRICS: LoadMeasurement['metrics'] = {
  http_reqs: { type: 'counter', contains: 'default', values: { count: 6000, rate: 100 } },
  http_req_duration: { type: 'trend', contains: 'time', values: { med: 38, 'p(95)': 412, 'p(99)': 611.5 } },
  http_req_failed: { type: 'rate', contains: 'default', values: { rate: 0.0026, passes: 16, fails: 5984 } },
};
const holds: LoadThreshold = {
  metric: 'http_req_failed',
  expression: 'rate<0.01',
  passed: true,
  observed: 0.0026,
  limit: 0.01,
  samples: 6000,
  abortOnFail: false,
};
const crossed: LoadThreshold = {
  ...holds,
  metric: 'http_req_duration{scenario:gate}',
  expression: 'p(95)<200',
  passed: false,
  observed: 412,
  limit: 200,
};
const unmeasured: LoadThreshold = {
  ...holds,
  metric: 'http_reqs{scenario:none}',
  expression: 'count>=1',
  passed: false,
  observed: undefined,
  samples: 0,
};
const EXCEPTION = { message: "TypeError: cannot read property 'id' of undefined", location: 'orders.k6.ts:41:23', count: 7 };

const report = (end: LoadEnd, changes: Partial<LoadMeasurement> = {}): LoadReport => ({
  script: 'loadtests/orders.k6.ts',
  startedAtMs: Date.UTC(2026, 10, 25, 1, 2, 3),
  finishedAtMs: Date.UTC(2026, 10, 25, 1, 3, 5),
  end,
  measured: { result: soundMeasurement({ durationMs: 60_000, requests: 6000, metrics: METRICS, thresholds: [holds], ...changes }) },
});

const refused: LoadReport = {
  ...report('options-refused'),
  measured: { problem: 'options.vuss: there is no such option; did you mean "vus"?' },
};

describe('loadSentence', () => {
  const table: readonly (readonly [LoadReport, RegExp])[] = [
    [report('passed'), /^The threshold holds: 6,000 requests in 60 s\.$/],
    [report('passed', { thresholds: [] }), /has no thresholds, so nothing was judged\.$/],
    [report('thresholds-crossed', { thresholds: [crossed] }), /p\(95\)<200 is crossed: 412 ms, limit 200 ms \(n = 6,000\)\.$/],
    [report('thresholds-crossed', { thresholds: [crossed, holds, unmeasured] }), /1 more of 3 thresholds fails\.$/],
    [
      report('generator-too-slow', { generator: { tooSlow: ['the event loop was 90 ms late'] } }),
      /prove nothing: the event loop was 90 ms late$/,
    ],
    [report('nothing-measured'), /^Nothing was measured/],
    [
      report('script-exception', { iterations: { completed: 1, interrupted: 0, threw: 7, dropped: 0 }, exceptions: [EXCEPTION] }),
      /^7 iterations threw: TypeError/,
    ],
    [report('script-exception', { abortReason: 'setup() threw: no login' }), /^The script threw: setup\(\) threw: no login\.$/],
    [report('script-aborted', { abortReason: 'stock is wrong' }), /^The run ended as script-aborted: stock is wrong\.$/],
    [refused, /did you mean "vus"/],
  ];
  for (const [told, sentence] of table)
    it(`says what ${told.end} means: ${sentence.source}`, () => assert.match(loadSentence(told), sentence));
});

describe('loadJunitXml', () => {
  it('has a case for each threshold, and for what else a run can fail by', () => {
    const xml = loadJunitXml(report('thresholds-crossed', { thresholds: [holds, crossed, unmeasured] }));
    assert.match(
      xml,
      /<testsuites name="sluice load run loadtests\/orders\.k6\.ts" tests="7" failures="1" errors="1" skipped="0" time="62\.000" timestamp="2026-11-25T01:02:03">/,
    );
    assert.match(xml, /<testcase name="threshold http_req_failed rate&lt;0\.01" classname="sluice\.load"\/>/);
    assert.match(
      xml,
      /p\(95\)&lt;200" classname="sluice\.load">\n {6}<failure type="breached" message="http_req_duration\{scenario:gate\} p\(95\)&lt;200 is crossed: 412 ms, limit 200 ms/,
    );
    assert.match(xml, /<error type="not-measured" message="http_reqs\{scenario:none\} count&gt;=1 was not measured/);
    for (const name of ['no iteration throws', 'something is measured', 'the load generator keeps up', 'the run ends as planned']) {
      assert.ok(xml.includes(`<testcase name="${name}" classname="sluice.load"/>`), xml);
    }
  });

  it('lists exceptions with their places, and why the generator was too slow', () => {
    const iterations = { completed: 1, interrupted: 0, threw: 7, dropped: 0 };
    const xml = loadJunitXml(
      report('script-exception', { iterations, exceptions: [EXCEPTION], generator: { tooSlow: ['the event loop was 90 ms late'] } }),
    );
    assert.match(
      xml,
      /<failure type="exception" message="7 iterations threw: TypeError[^"]*">7 × TypeError.*\(orders\.k6\.ts:41:23\)<\/failure>/,
    );
    assert.match(xml, /<error type="inconclusive" message="the event loop was 90 ms late">/);
  });

  it('is one case in error where there is no result', () => {
    assert.match(loadJunitXml(refused), /tests="1" failures="0" errors="1".*<error type="not-measured" message="options\.vuss/s);
  });

  it('passes a threshold without samples where the command does', () => {
    assert.match(loadJunitXml(report('passed', { thresholds: [{ ...unmeasured, passed: true }] })), /tests="5" failures="0" errors="0"/);
  });

  for (const end of Object.keys(loadExitCodes) as readonly LoadEnd[]) {
    it(`is green for ${end} only where the exit code is 0`, () => {
      assert.equal(/failures="0" errors="0"/.test(loadJunitXml(report(end))), loadExitCodes[end] === 0);
    });
  }
});

describe('loadJobSummary', () => {
  it('gives the verdict in one sentence, then thresholds, key figures and exceptions', () => {
    const text = loadJobSummary(report('thresholds-crossed', { thresholds: [crossed, unmeasured], exceptions: [EXCEPTION] }));
    assert.match(
      text,
      /^## ❌ Load test orders\.k6\.ts: blocked\n\nhttp&#95;req&#95;duration&#123;scenario:gate&#125; p&#40;95&#41;&lt;200 is crossed/,
    );
    assert.match(
      text,
      /\| ❌ crossed \| http&#95;req&#95;duration&#123;scenario:gate&#125; \| p&#40;95&#41;&lt;200 \| 412 ms \| 200 ms \| 6,000 \|/,
    );
    assert.match(text, /\| ❌ no samples \| .* \| – \| .* \| 0 \|/);
    assert.match(text, /\| p50 · p95 · p99 \| 38 ms · 412 ms · 612 ms \|/);
    assert.match(text, /\| Failed requests \| 0\.26 % \|/);
    assert.match(text, /\| 7 \| TypeError: cannot read property 'id' of undefined \| orders\.k6\.ts:41:23 \|/);
  });

  it('tells of a run without a result, and why the generator was too slow', () => {
    assert.equal(
      loadJobSummary(refused),
      '## ⚠️ Load test orders.k6.ts: usage\n\noptions.vuss: there is no such option; did you mean "vus"?\n\n',
    );
    assert.match(loadJobSummary(report('generator-too-slow', { generator: { tooSlow: ['too <slow>'] } })), /^## ❔ .*⚠️ too &lt;slow>\n/s);
  });

  it('holds no markup from elsewhere, and stays below the size at which GitHub drops it', () => {
    const exceptions = Array.from({ length: 9000 }, () => ({ message: `<img>|\n[x](y)${'z'.repeat(400)}`, location: '<b>', count: 1 }));
    const text = loadJobSummary(report('script-exception', { exceptions }));
    assert.doesNotMatch(text, /<img|<b|\[x\]/);
    assert.ok(Buffer.byteLength(text) < 900 * 1024);
    assert.match(text, /… and \d+ more lines\.\n\n$/);
  });
});
