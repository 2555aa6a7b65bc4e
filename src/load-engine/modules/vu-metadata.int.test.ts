import assert from 'node:assert/strict';
import { iterationContext, openFixture } from '../script/script-fixture.ts';

const never = (): AbortSignal => new AbortController().signal;

describe('metadata of samples', () => {
  it('is what the script sets, until it takes it away, on samples of every module', async () => {
    await using fixture = await openFixture(
      `import exec from 'k6/execution'; import { check, group } from 'k6'; import { Counter } from 'k6/metrics'; const c = new Counter('c');
       export default function () {
         if (__ITER === 0) { exec.vu.metrics.metadata.order = 17; group('g', () => check(1, { ok: true })); c.add(1, { tag: 'x' }); console.log(JSON.stringify(exec.vu.metrics.metadata), 'order' in exec.vu.metrics.metadata, 'order' in exec.vu.metrics.tags); }
         if (__ITER === 1) { exec.vu.metrics.metadata = { other: true }; c.add(2); }
         if (__ITER === 2) { delete exec.vu.metrics.metadata.other; c.add(3); exec.vu.metrics.metadata.bad = {}; }
       }`,
      { entry: 'script.js' },
    );
    const user = await fixture.user();
    for (const scenario of ['a', 'b', 'b']) await user.iterate(iterationContext({ scenario }), undefined, never());
    assert.deepEqual(fixture.logs, ['info: {"order":"17"} true false']);
    assert.deepEqual(
      fixture.sink.samples.map(({ metric, metadata }) => [metric, metadata]),
      [
        ['checks', { order: '17' }],
        ['group_duration', { order: '17' }],
        ['c', { order: '17' }],
        ['c', { other: 'true' }],
        ['c', undefined],
      ],
    );
  });

  it('holds the user and the iteration where the test wants them, and they are no tags', async () => {
    await using fixture = await openFixture(
      "import { Counter } from 'k6/metrics'; const c = new Counter('c'); export default function () { c.add(1); } export const options = { systemTags: ['vu', 'iter'] };",
      { entry: 'script.js' },
    );
    const user = await fixture.user(3);
    for (let index = 0; index < 2; index += 1) await user.iterate(iterationContext(), undefined, never());
    assert.deepEqual(
      fixture.sink.samples.map(({ tags, metadata }) => [tags, metadata]),
      [
        [{}, { vu: '3', iter: '0' }],
        [{}, { vu: '3', iter: '1' }],
      ],
    );
  });
});
