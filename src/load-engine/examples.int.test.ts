import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from './clock.ts';
import type { LoadResult } from './load-result.ts';
import { openScript } from './open-script.ts';
import { runScript } from './run-script.ts';
import { openShop, type Shop } from './testing/shop/shop.ts';
import { type StockService, startStockService } from './testing/shop/stock-service.ts';

const FOLDER = fileURLToPath(new URL('../../loadtests/examples', import.meta.url));
const LIMITS = { memoryBytes: 64 * 1024 * 1024, initMs: 5000, allowedHosts: undefined, maxVus: 400 };

/** How an example is run, shortened from outside alone, and what it must come to. */
interface Example {
  readonly env?: Readonly<Record<string, string>>;
  /** Flags of the command line. */
  readonly flags?: Readonly<Record<string, string>>;
  /** Exact counts, or the least and the greatest. */
  readonly counts: Readonly<Record<string, number | readonly [number, number]>>;
  /** What the shop saw, by method, first part of the path, and status. */
  readonly seen?: Readonly<Record<string, number>>;
  /** Thresholds that must fail; all others must pass. */
  readonly missed?: readonly string[];
  readonly outcome?: LoadResult['outcome'];
  /** Texts in files that the script writes. */
  readonly files?: Readonly<Record<string, RegExp>>;
}

const EXAMPLES: Readonly<Record<string, Example>> = {
  'smoke.k6.ts': {
    env: { THINK_TIME: '0' },
    flags: { iterations: '2' },
    counts: { iterations: 2, http_reqs: 6, checks: 8 },
    seen: { 'GET /health 200': 2, 'GET / 200': 2, 'GET /items 200': 2 },
  },
  'auth-token-refresh.k6.ts': {
    env: { VUS: '2', ITERATIONS: '7' },
    counts: { iterations: 14, token_refreshes: 4, checks: 16, http_reqs: 24 },
    seen: { 'POST /auth 200': 6, 'GET /me 200': 14, 'GET /me 401': 4 },
  },
  'crud-correlation.k6.ts': {
    flags: { vus: '2', iterations: '6' },
    counts: { iterations: 6, http_reqs: 30, checks: 36, http_req_failed: 0 },
    seen: { 'POST /items 201': 6, 'PATCH /items 200': 6, 'DELETE /items 204': 6, 'GET /items 404': 6 },
  },
  'browse-and-buy.k6.ts': {
    env: { THINK_TIME: '0.01' },
    flags: { vus: '3', iterations: '9' },
    counts: { iterations: 9, http_reqs: 45, checks: 54 },
    seen: { 'POST /cart 201': 18, 'POST /orders 201': 9 },
  },
  'csv-users.k6.js': { flags: { iterations: '8' }, counts: { iterations: 8, http_reqs: 8, checks: 8 }, seen: { 'POST /auth 200': 8 } },
  'json-users.k6.js': {
    env: { RATE: '30', DURATION: '1s' },
    counts: { 'iterations + dropped_iterations': [30, 31], http_req_failed: 0 },
  },
  'page-with-assets.k6.ts': {
    flags: { vus: '2', iterations: '6' },
    counts: { iterations: 6, http_reqs: 24, checks: 12 },
    seen: { 'GET / 200': 6, 'GET /assets 200': 18 },
  },
  'upload-multipart.k6.ts': {
    flags: { iterations: '6' },
    counts: { iterations: 6, http_reqs: 6, checks: 18 },
    seen: { 'POST /files 201': 6 },
  },
  'form-login.k6.js': {
    flags: { iterations: '4' },
    counts: { iterations: 4, http_reqs: 16, checks: 24 },
    seen: { 'GET /login 200': 4, 'POST /login 302': 4, 'GET /account 200': 8 },
  },
  'custom-metrics.k6.ts': {
    env: { RELEASE: 'v2' },
    flags: { vus: '2', iterations: '12' },
    counts: {
      iterations: 12,
      items_sold: 24,
      'items_sold{channel:web}': 18,
      cart_value: 12,
      stock_right: 12,
      catalogue_size: 10,
      http_reqs: 24,
    },
  },
  'staged-soak.k6.ts': {
    env: { RAMP: '300ms', SOAK: '600ms', VUS: '3', THINK_TIME: '0.02' },
    counts: { http_reqs: [20, 180], http_req_failed: 0 },
  },
  'spike.k6.js': {
    env: { RATE: '20', SCALE: '0.02' },
    counts: { 'iterations + dropped_iterations': [186, 190], http_req_failed: 0 },
  },
  'breakpoint.k6.ts': {
    env: { PEAK: '100', START: '20', DURATION: '20s', PLACE: '/nowhere', DELAY: '0s' },
    counts: { http_reqs: [20, 600], checks: 0 },
    missed: ['http_req_failed'],
    outcome: 'aborted',
  },
  'multi-scenario.k6.ts': {
    env: { RATE: '20', DURATION: '1s' },
    counts: { 'iterations{scenario:readers} + dropped_iterations': [20, 21], 'http_reqs{scenario:admin}': 6 },
    seen: { 'POST /items 201': 3, 'DELETE /items 204': 3 },
  },
  'partitioned-data.k6.ts': {
    env: { VUS: '3', RECORDS: '10' },
    counts: { records_sent: 10, http_reqs: 10, iterations: 12 },
    seen: { 'POST /items 201': 10 },
  },
  'setup-teardown.k6.ts': {
    flags: { vus: '2', iterations: '10' },
    counts: { http_reqs: 20, 'http_reqs{stage:read}': 10, checks: 10 },
    seen: { 'POST /items 201': 5, 'DELETE /items 204': 5, 'GET /items 200': 10 },
  },
  'graphql.k6.js': { flags: { vus: '1', iterations: '6' }, counts: { iterations: 6, http_reqs: 9, graphql_errors: 0, checks: 9 } },
  'pagination.k6.ts': { env: { ITERATIONS: '4' }, counts: { iterations: 4, pages_per_crawl: 4, http_reqs: 12, checks: 4 } },
  'rate-limited-retries.k6.ts': {
    env: { VUS: '2', ITERATIONS: '3', BACKOFF: '0.01' },
    counts: { iterations: 6, retries: 6, http_reqs: 12, http_req_failed: 0 },
    seen: { 'GET /quota 429': 6, 'GET /quota 200': 6 },
  },
  'summary-reports.k6.js': {
    env: { BUILD: '77' },
    flags: { iterations: '10' },
    counts: { iterations: 10, checks: 10 },
    files: { 'junit.xml': /<testsuite.*name="health/s, 'summary.json': /"requests":10,.*"at":"77"/ },
  },
  'signed-requests.k6.ts': {
    env: { SIGNING_KEY: 'shop-secret' },
    flags: { vus: '1', iterations: '11' },
    counts: { iterations: 11, http_reqs: 13, checks: 13, http_req_failed: 0 },
    seen: { 'POST /payments 202': 11, 'POST /payments 401': 2 },
  },
  'websocket-chat.k6.ts': {
    env: { VUS: '2', SESSIONS: '2' },
    counts: { iterations: 4, checks: 4, chat_words_heard: 12, ws_sessions: 4, ws_msgs_sent: 12, ws_msgs_received: 16 },
  },
  'grpc-unary.k6.js': { env: { VUS: '2', ITERATIONS: '3' }, counts: { iterations: 6, checks: 18, grpc_req_duration: 12 } },
  'soak-random-mix.k6.ts': {
    env: { THINK_TIME: '0.01' },
    flags: { vus: '2', iterations: '30' },
    counts: { iterations: 30, http_reqs: 30, checks: 30 },
  },
};

const countOf = ({ metrics }: LoadResult, keys: string): number =>
  keys.split(' + ').reduce((sum, key) => {
    const values = metrics[key]?.values ?? {};
    return sum + (values['count'] ?? values['passes'] ?? values['value'] ?? 0);
  }, 0);

/** How fast a busy machine was is no matter of this test; that there were figures at all is. */
const passedOrSlow = ({ metric, passed, observed }: LoadResult['thresholds'][number]): boolean =>
  passed || (observed !== undefined && /duration|_ms|per_second|dropped/.test(metric));

describe('the example scripts', () => {
  let shop: Shop;
  let stock: StockService;
  let folder = '';

  beforeEach(async () => {
    shop = await openShop();
    stock = await startStockService();
    folder = await mkdtemp(path.join(tmpdir(), 'examples-'));
  });
  afterEach(async () => {
    await shop.close();
    stock.close();
    await rm(folder, { recursive: true });
  });

  it('are all run here, and each says what it shows', async () => {
    const files = (await readdir(FOLDER)).filter((file) => /\.k6\.[jt]s$/.test(file));
    assert.deepEqual(files.toSorted(), Object.keys(EXAMPLES).toSorted());
    for (const file of files) assert.match(await readFile(path.join(FOLDER, file), 'utf8'), /^\/\*\* .{30}|^\/\/ .{30}/m, file);
  });

  for (const [file, example] of Object.entries(EXAMPLES)) {
    it(`${file} runs unchanged, with its counts and thresholds`, async () => {
      const log: string[] = [];
      const result = await runScript({
        scriptPath: path.join(FOLDER, file),
        env: { BASE_URL: shop.origin, GRPC_ADDRESS: stock.address, ...example.env },
        limits: LIMITS,
        signal: new AbortController().signal,
        onProgress: () => {},
        log: (level, message) => log.push(`${level}: ${message}`),
        clock: systemClock,
        openScript,
        workingFolder: folder,
        optionLayers: { flags: example.flags ?? {}, environment: {}, file: {} },
      });
      const told = [...log, result.summaryText, JSON.stringify(shop.seen)].join('\n');
      assert.deepEqual(result.exceptions, [], told);
      for (const [keys, wanted] of Object.entries(example.counts)) {
        const [least, most] = typeof wanted === 'number' ? [wanted, wanted] : wanted;
        const found = countOf(result, keys);
        assert.ok(found >= least && found <= most, `${keys}: ${found}, and ${least} to ${most} was expected\n${told}`);
      }
      for (const [key, wanted] of Object.entries(example.seen ?? {})) assert.equal(shop.seen[key] ?? 0, wanted, `${key}\n${told}`);
      const missed = result.thresholds.filter((threshold) => !passedOrSlow(threshold)).map(({ metric }) => metric);
      assert.deepEqual(missed, example.missed ?? [], told);
      assert.equal(result.outcome, example.outcome ?? 'completed');
      for (const [name, pattern] of Object.entries(example.files ?? {}))
        assert.match(await readFile(path.join(folder, name), 'utf8'), pattern);
    });
  }
});
