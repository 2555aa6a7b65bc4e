import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import protobuf from 'protobufjs';
import snappy from 'snappyjs';
import { systemClock } from '../../clock.ts';
import { manualClock } from '../../manual-clock.ts';
import type { LoadOutput } from '../load-output.ts';
import { anEnd, aResult } from '../result-fixture.ts';
import { type Receiver, startReceiver } from './receiver-fixture.ts';
import { type RemoteWriteTarget, remoteWriteOutput } from './remote-write-output.ts';

const COUNTER = { name: 'http_reqs', type: 'counter', contains: 'default' } as const;
const TREND = { name: 'http_req_duration', type: 'trend', contains: 'time' } as const;
const TRACE = '0af7651916cd43dd8448eb211c80319c';

/** The messages as the specification of remote write 1.0 has them. */
const schema = protobuf
  .parse(
    `syntax = "proto3";
    message WriteRequest { repeated TimeSeries timeseries = 1; }
    message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; }
    message Label { string name = 1; string value = 2; }
    message Sample { double value = 1; int64 timestamp = 2; }
    message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }`,
  )
  .root.lookupType('WriteRequest');

interface Series {
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly samples: readonly { readonly value: number; readonly timestamp: number }[];
  readonly exemplars: readonly { readonly labels: readonly { readonly value: string }[]; readonly value: number }[];
}

const decode = (body: Buffer): readonly Series[] => {
  const message = schema.decode(Buffer.from(snappy.uncompress(body)));
  return (schema.toObject(message, { longs: Number, arrays: true }) as { timeseries: readonly Series[] }).timeseries;
};

const start = (output: LoadOutput) => output.start({ startedAtMs: 0, scriptPath: 'a.ts', options: {}, thresholds: {} });
const count = (output: LoadOutput, value = 1): void =>
  output.sample?.({ metric: COUNTER, value, tags: { status: '200' }, atMs: 0, metadata: undefined });
const finish = (output: LoadOutput) => output.finish(aResult(), anEnd());

describe('remote write', () => {
  let receiver: Receiver;
  const logs: string[] = [];

  beforeEach(async () => {
    receiver = await startReceiver();
    logs.length = 0;
  });

  afterEach(() => receiver.close());

  const log = (_: string, message: string): void => void logs.push(message);
  const open = (changes: Partial<RemoteWriteTarget> = {}, clock = systemClock): LoadOutput => {
    const standard = {
      url: receiver.url,
      headers: {},
      intervalMs: 60_000,
      trendStats: ['p(95)', 'count'],
      staleMarkers: false,
      trustAnyCertificate: false,
    };
    return remoteWriteOutput({ ...standard, ...changes }, { name: 'rw', clock, log });
  };
  const last = (): readonly Series[] => decode(receiver.received.at(-1)?.body ?? Buffer.of());

  it('sends what the protocol asks for: headers, labels in order, times in milliseconds, the trace of the slowest', async () => {
    const output = open({ headers: { Authorization: 'Bearer x', 'X-Scope-OrgID': 'shop' } });
    await start(output);
    for (const value of [100, 250])
      output.sample?.({ metric: TREND, value, tags: { status: '200', method: 'GET' }, atMs: 1234, metadata: { trace_id: TRACE } });
    assert.deepEqual(await finish(output), []);
    const [sent] = receiver.received;
    assert.equal(sent?.headers['content-type'], 'application/x-protobuf');
    assert.equal(sent?.headers['content-encoding'], 'snappy');
    assert.equal(sent?.headers['x-prometheus-remote-write-version'], '0.1.0');
    assert.equal(sent?.headers.authorization, 'Bearer x');
    assert.equal(sent?.headers['x-scope-orgid'], 'shop');
    const [p95, all] = last();
    assert.deepEqual(
      p95?.labels.map(({ name, value }) => `${name}=${value}`),
      ['__name__=k6_http_req_duration_p95', 'method=GET', 'status=200'],
    );
    assert.ok(Math.abs((p95?.samples[0]?.value ?? 0) - 0.2425) < 0.0025);
    assert.ok(Math.abs((p95?.samples[0]?.timestamp ?? 0) - Date.now()) < 60_000);
    assert.deepEqual([p95?.exemplars[0]?.labels[0]?.value, p95?.exemplars[0]?.value], [TRACE, 0.25]);
    assert.deepEqual([all?.samples[0]?.value, all?.exemplars], [2, []]);
  });

  it('pushes at every interval, and not while another push is under way', async () => {
    const clock = manualClock();
    const output = open({ intervalMs: 1000 }, clock);
    await start(output);
    count(output);
    receiver.answer = undefined;
    await clock.advance(1000);
    await receiver.until(1);
    await clock.advance(5000);
    assert.equal(receiver.received.length, 1);
    await output.abandon?.();
  });

  it('marks its series as ended, a moment after the last sample', async () => {
    const output = open({ staleMarkers: true }, manualClock());
    await start(output);
    count(output);
    assert.deepEqual(await finish(output), []);
    const [told, ended] = receiver.received.map(({ body }) => decode(body)[0]?.samples[0]);
    assert.equal(told?.value, 1);
    assert.ok(Number.isNaN(ended?.value));
    assert.equal((ended?.timestamp ?? 0) - (told?.timestamp ?? 0), 1);
    const raw = Buffer.from(snappy.uncompress(receiver.received[1]?.body ?? Buffer.of()));
    assert.ok(raw.includes(Buffer.from([9, 2, 0, 0, 0, 0, 0, 0xf0, 0x7f])), 'the bits of the marker');
  });

  for (const status of [500, 429, 307, 400]) {
    it(`loses no count when the receiver answers ${status} in between, and says so once`, async () => {
      const clock = manualClock();
      const output = open({ intervalMs: 1000 }, clock);
      await start(output);
      receiver.answer = status;
      for (let turn = 1; turn <= 2; turn += 1) {
        count(output);
        await clock.advance(1000);
        await receiver.until(turn);
        while (logs.length === 0) await setImmediate();
      }
      receiver.answer = 204;
      count(output);
      const problems = await finish(output);
      assert.equal(last()[0]?.samples[0]?.value, 3);
      assert.equal(logs.length, 1);
      assert.match(logs[0] ?? '', new RegExp(`^output rw: http://127.0.0.1:\\d+ answered ${status}.*: receiver says so; the next push`));
      assert.match(problems[0] ?? '', /^\d pushes failed; the last one was written, and has the whole$/);
    });
  }

  it('does not carry credentials to where it is redirected', async () => {
    const output = open();
    await start(output);
    count(output);
    receiver.answer = 307;
    assert.match((await finish(output))[0] ?? '', /the end of the run was not written: .* answered 307, and redirects are not followed/);
    assert.deepEqual(
      receiver.received.map(({ path }) => path),
      ['/write'],
    );
  });

  it('tries the last push again where that may help, and once where it can not', async () => {
    for (const [status, tries] of [
      [503, 3],
      [400, 1],
    ] as const) {
      const before = receiver.received.length;
      const output = open();
      await start(output);
      count(output);
      receiver.answer = status;
      assert.match((await finish(output))[0] ?? '', new RegExp(`the end of the run was not written: .* answered ${status}`));
      assert.equal(receiver.received.length - before, tries);
    }
  });

  it('says that nobody listens, and a run without samples sends nothing', async () => {
    const silent = open();
    await start(silent);
    assert.deepEqual(await finish(silent), []);
    assert.equal(receiver.received.length, 0);
    const output = open({ url: 'http://127.0.0.1:1/write?token=hidden' });
    await start(output);
    count(output);
    const [problem = ''] = await finish(output);
    assert.match(problem, /http:\/\/127\.0\.0\.1:1 could not be reached: .*ECONNREFUSED/);
    assert.doesNotMatch(problem, /hidden/);
  });

  it('splits what is too much for one request', async () => {
    const output = open();
    await start(output);
    for (let name = 0; name < 600; name += 1)
      output.sample?.({ metric: COUNTER, value: 1, tags: { name: String(name) }, atMs: 0, metadata: undefined });
    assert.deepEqual(await finish(output), []);
    assert.deepEqual(
      receiver.received.map(({ body }) => decode(body).length),
      [500, 100],
    );
  });
});
