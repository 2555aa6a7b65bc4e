import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { anEnd, aResult } from '../result-fixture.ts';
import { chartData, describeChart } from './chart-data.ts';
import { aReport } from './page-fixture.ts';
import { reportPage } from './report-page.ts';

const HOSTILE = `</script><img src=x onerror="document.title='pwned'"><!--`;

const hash = (inside: string | undefined): string =>
  createHash('sha256')
    .update(inside ?? '')
    .digest('base64');

/** The page as people read it: without its own script and style, and without tags. */
const textOf = (page: string): string =>
  page
    .replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');

describe('reportPage', () => {
  const page = reportPage(aReport());
  const text = textOf(page);

  for (const words of [
    "Load test of /builds/shop/loadtests/orders.k6.ts ✗ Failed 9 iterations threw an exception: TypeError: cannot read property 'id' of undefined.",
    'Started 2026-11-25 01:02:03 UTC, ran 10m0s, completed; runner: embedded.',
    'Requests 58,320 Requests per second 97.2 Failed requests 0.26% Latency p95 283ms',
    '✗ crossed http_req_duration{scenario:gate} p(95)<200 288.4ms 200ms 29,640',
    '✓ holds http_req_failed rate<0.01 0.26% 1% 58,320',
    '✗ no samples http_reqs{scenario:none} count>=1 – 1 0',
    '✓ holds data_received rate<1000000 81.2 kB/s 1 MB/s 58,320',
    "7 TypeError: cannot read property 'id' of undefined orders.k6.ts:41:23",
    '✗ status is 201 98.18%: 29,102 passed, 538 failed',
    'pay ✓ total is right 29,640 passed',
    'Problems output json=samples.json: 1204 samples were not written',
    'Start lag p50 420µs, p99 1.31ms, max 6.2ms',
    'Event-loop delay p50 1ms, p99 3ms, max 12ms Processor 31.00% of a core, of the busiest thread Memory 180 MB',
    '4bf92f3577b34da6a3ce929d0e0e4736 http_req_duration 1.31s method: POST, name: POST /orders, status: 503',
    'The figures of the charts as a table (300 slices of up to 2s)',
    '&quot;executor&quot;: &quot;constant-arrival-rate&quot;',
  ]) {
    it(`says "${words.slice(0, 70)}"`, () => assert.ok(text.includes(words), text.slice(0, 1000)));
  }

  it('lets run nothing but its own script and style, which it names by their hashes', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const script = hash(/<script>([\s\S]*?)<\/script>/.exec(page)?.[1]);
    const style = hash(/<style>([\s\S]*?)<\/style>/.exec(page)?.[1]);
    assert.equal(
      policy,
      `default-src 'none'; script-src 'sha256-${script}'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('asks nothing of a network, and carries the licence of its chart library', () => {
    assert.doesNotMatch(page.replace(/<script>[\s\S]*?<\/script>/, ''), /https?:\/\/|url\(|@import|<link|src=/);
    assert.match(page, /MIT License[\s\S]*uPlot=/i);
  });

  it('holds no element that a name, an address, a message or an option brought with it', () => {
    const { start, result } = aReport();
    const hostile = reportPage({
      start: { ...start, scriptPath: HOSTILE, options: { [HOSTILE]: HOSTILE } },
      result: {
        ...result,
        abortReason: HOSTILE,
        exceptions: [{ message: HOSTILE, location: HOSTILE, count: 1 }],
        thresholds: result.thresholds.map((threshold) => ({
          ...threshold,
          metric: `http_req_duration{name:${HOSTILE}}`,
          expression: HOSTILE,
        })),
        metrics: { [`http_req_duration{url:${HOSTILE}}`]: { type: 'trend', contains: 'time', values: {} } },
        generator: { loopDelay: { p50: 1, p99: 1, max: 1 }, cpuShare: 1, memoryBytes: 1, tooSlow: [HOSTILE] },
        exemplars: [{ metric: HOSTILE, value: 1, traceId: HOSTILE, tags: { name: HOSTILE }, atMs: 0 }],
        outputProblems: [HOSTILE],
      },
      end: anEnd({ checks: [{ name: HOSTILE, group: `::${HOSTILE}`, passes: 0, fails: 1 }] }),
    });
    assert.doesNotMatch(hostile, /<img/);
    assert.equal(hostile.match(/<script/g)?.length, 2);
  });

  it('says what is missing where a run has no timeline, no thresholds and no generator to tell of', () => {
    const { start } = aReport();
    const bare = textOf(
      reportPage({ start, result: aResult({ thresholds: [], metrics: {}, timeline: [], generator: undefined }), end: anEnd() }),
    );
    for (const words of [
      '✗ Failed Nothing was measured: there is no sample',
      'There is no timeline',
      'Nothing was measured.',
      'not measured by this runner',
    ]) {
      assert.ok(bare.includes(words), bare);
    }
  });
});

describe('chartData', () => {
  const { timeline, thresholds } = aReport().result;

  it('has rates per second however long a slice is, gaps where nothing was measured, and the limit of latency', () => {
    const [first] = timeline;
    assert.ok(first !== undefined);
    const slices = [first, { ...first, atMs: 2000, lengthMs: 500, requests: 10, p50: undefined, p95: undefined, p99: undefined }];
    const data = chartData({ timeline: slices, thresholds });
    const values = (id: string, label: string) =>
      data.charts.find((chart) => chart.id === id)?.lines.find((line) => line.label === label)?.values;
    assert.deepEqual(data.seconds, [1, 2.25]);
    assert.deepEqual(values('requests', 'requests'), [100, 20]);
    assert.deepEqual(values('latency', 'p50'), [38, null]);
    assert.deepEqual(values('latency', 'limit 200 ms'), [200, 200]);
  });

  it('leaves out a limit that would flatten the lines, and a chart of what a run does not have', () => {
    const [limit] = thresholds;
    assert.ok(limit !== undefined);
    const withoutLag = timeline.map(
      (slice) => Object.fromEntries(Object.entries(slice).filter(([name]) => name !== 'startLagP99')) as unknown as typeof slice,
    );
    const { charts } = chartData({ timeline: withoutLag, thresholds: [{ ...limit, limit: 60_000 }] });
    assert.deepEqual(
      charts.map(({ id }) => id),
      ['requests', 'latency', 'vus', 'dropped'],
    );
    assert.equal(charts[1]?.lines.length, 3);
  });

  it('tells what a chart shows to those who do not see it', () => {
    const [requests] = chartData({ timeline, thresholds }).charts;
    assert.ok(requests !== undefined);
    assert.equal(describeChart(requests), 'Requests per second. requests: 80 to 100/s; failed: 0 to 4.5/s.');
    const constant = {
      ...requests,
      lines: [
        { ...requests.lines[0], label: 'x', values: [2, 2] },
        { ...requests.lines[0], label: 'y', values: [null] },
      ],
    };
    assert.equal(describeChart(constant as typeof requests), 'Requests per second. x: 2/s throughout; y: no figures.');
  });
});
