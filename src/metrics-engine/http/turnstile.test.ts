import assert from 'node:assert/strict';
import { QueryError } from '../query-result.ts';
import { turnstile } from './turnstile.ts';

describe('a turnstile', () => {
  const never = new AbortController().signal;

  it('lets the others in as places become free, in the order of their coming', async () => {
    const { enter } = turnstile({ places: 1 });
    const order: string[] = [];
    const first = await enter(never);
    const second = enter(never).then((leave) => order.push('second') && leave());
    const third = enter(never).then((leave) => order.push('third') && leave());
    await Promise.resolve();
    assert.deepEqual(order, []);
    first();
    await Promise.all([second, third]);
    assert.deepEqual(order, ['second', 'third']);
    (await enter(never))();
  });

  it('forgets who gives up waiting, whose place goes to the next one', async () => {
    const { enter } = turnstile({ places: 1 });
    const leave = await enter(never);
    const giveUp = new AbortController();
    const refused = assert.rejects(enter(giveUp.signal), (error: unknown) => error instanceof QueryError && error.code === 'timeout');
    const next = enter(never);
    giveUp.abort();
    await refused;
    leave();
    (await next)();
  });

  it('refuses who has given up before coming', async () => {
    await assert.rejects(turnstile({ places: 1 }).enter(AbortSignal.abort()), /query timed out in query queue/);
  });

  it('keeps the place of who gave up after it was let in', async () => {
    const { enter } = turnstile({ places: 1 });
    const giveUp = new AbortController();
    const leave = await enter(giveUp.signal);
    giveUp.abort();
    const next = enter(never);
    leave();
    (await next)();
  });
});
