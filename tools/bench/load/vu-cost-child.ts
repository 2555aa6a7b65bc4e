// Makes BENCH_VUS virtual users of BENCH_SCRIPT ready, as a test does before its first request; one line of JSON tells what that took.

import { systemClock } from '../../../src/load-engine/clock.ts';
import { createVuPool } from '../../../src/load-engine/executors/vu-pool.ts';
import { openScript } from '../../../src/load-engine/open-script.ts';
import type { SampleSink, TestFacts } from '../../../src/load-engine/virtual-user.ts';

const { BENCH_SCRIPT: path = '', BENCH_VUS: count } = process.env;
const limits = { memoryBytes: 64 * 2 ** 20, initMs: 10_000, allowedHosts: undefined };
const sink: SampleSink = { add: () => undefined, declare: () => undefined, check: () => undefined };
const none = { iterationsCompleted: 0, iterationsInterrupted: 0, vusActive: 0, vusInitialized: 0 };
const facts: TestFacts = { startMs: Date.now(), instance: () => none, options: {}, globalTags: {} };

const start = performance.now();
const script = await openScript({ path, env: { BASE_URL: 'http://127.0.0.1:9' }, limits, log: () => undefined });
const openedMs = performance.now() - start;
const before = process.memoryUsage.rss();
const pool = createVuPool(systemClock, (id) => script.createVirtualUser(id, facts, sink));
await pool.prepare(Number(count), new AbortController().signal);
const readyMs = performance.now() - start;
const rss = process.memoryUsage.rss();
process.stdout.write(`${JSON.stringify({ openedMs, readyMs, rss, grownBytes: rss - before })}\n`, () => process.exit(0));
