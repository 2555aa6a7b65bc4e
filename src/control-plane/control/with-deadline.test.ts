import assert from 'node:assert/strict';
import { withDeadline } from './with-deadline.ts';

const hanging = (): Promise<never> => new Promise(() => undefined);

describe('withDeadline', () => {
  it('answers what the work answers, and rejects as it rejects', async () => {
    assert.equal(await withDeadline(60_000, undefined, () => Promise.resolve(7)), 7);
    await assert.rejects(
      withDeadline(60_000, undefined, () => Promise.reject(new TypeError('x'))),
      TypeError,
    );
  });

  it('aborts the work at the deadline, and does not wait for work that does not listen', async () => {
    let given: AbortSignal | undefined;
    const work = withDeadline(1, undefined, (signal) => {
      given = signal;
      return hanging();
    });
    await assert.rejects(work, /no answer within 0.001 s/);
    assert.equal(given?.aborted, true);
  });

  it('aborts with its caller', async () => {
    const caller = new AbortController();
    const work = withDeadline(60_000, caller.signal, hanging);
    caller.abort(new Error('gone'));
    await assert.rejects(work, /gone/);
    await assert.rejects(withDeadline(60_000, caller.signal, hanging), /gone/);
  });
});
