import assert from 'node:assert/strict';
import { ExemplarRecorder, exemplarList } from './exemplar-recorder.ts';

const DURATION = { name: 'http_req_duration', type: 'trend', contains: 'time' } as const;
const FAILED = { name: 'http_req_failed', type: 'rate', contains: 'default' } as const;

const request = (recorder: ExemplarRecorder, value: number, failed = false, traceId: string | undefined = `trace-${value}`): void => {
  const common = { tags: { name: 'home' }, atMs: value, metadata: traceId === undefined ? undefined : { trace_id: traceId } };
  recorder.sample({ metric: DURATION, value, ...common });
  recorder.sample({ metric: FAILED, value: failed ? 1 : 0, ...common });
};

const values = (recorder: ExemplarRecorder): readonly number[] => exemplarList(recorder.snapshot()).map(({ value }) => value);

describe('ExemplarRecorder', () => {
  it('keeps the ten slowest and the ten first that failed, however many there are', () => {
    const recorder = new ExemplarRecorder();
    for (let value = 1; value <= 1000; value += 1) request(recorder, value, value % 50 === 0);
    const expected = [50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 1000, 999, 998, 997, 996, 995, 994, 993, 992, 991];
    assert.deepEqual(values(recorder), expected);
  });

  it('tells a request that was slow and failed once, with its trace and its tags', () => {
    const recorder = new ExemplarRecorder();
    request(recorder, 7, true);
    assert.deepEqual(exemplarList(recorder.snapshot()), [
      { metric: 'http_req_duration', value: 7, traceId: 'trace-7', tags: { name: 'home' }, atMs: 7 },
    ]);
  });

  it('passes over what has no trace', () => {
    const recorder = new ExemplarRecorder();
    recorder.sample({ metric: DURATION, value: 1, tags: {}, atMs: 0, metadata: undefined });
    request(recorder, 2, true, '');
    assert.deepEqual(values(recorder), []);
  });

  it('comes to the same in parts that are taken from time to time', () => {
    const [whole, main] = [new ExemplarRecorder(), new ExemplarRecorder()];
    const threads = [new ExemplarRecorder(), new ExemplarRecorder()] as const;
    for (let value = 1; value <= 500; value += 1) {
      request(whole, value, value % 20 === 0);
      request(threads[value % 3 === 0 ? 0 : 1], value, value % 20 === 0);
      if (value % 100 === 0) for (const thread of threads) main.absorb(thread.take());
    }
    assert.deepEqual(main.snapshot(), whole.snapshot());
  });
});
