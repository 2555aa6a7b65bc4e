import assert from 'node:assert/strict';
import { MetricMetadata } from './metric-metadata.ts';

describe('MetricMetadata', () => {
  it('gathers what comments say of a family', () => {
    const target = new MetricMetadata().open({ instance: 'a' });
    target.note({ kind: 'help', family: 'x_seconds', help: 'how long' });
    target.note({ kind: 'unit', family: 'x_seconds', unit: 'seconds' });
    target.note({ kind: 'type', family: 'x_seconds', type: 'gauge' });
    target.note({ kind: 'type', family: 'x_seconds', type: 'histogram' });
    target.note({ kind: 'type', family: 'y', type: 'counter' });
    assert.deepEqual(
      [...target.families],
      [
        ['x_seconds', { type: 'histogram', help: 'how long', unit: 'seconds' }],
        ['y', { type: 'counter', help: '', unit: '' }],
      ],
    );
  });

  it('says each thing once that targets agree on, and all where they don’t', () => {
    const metadata = new MetricMetadata();
    for (const [instance, help] of [
      ['a', 'one'],
      ['b', 'one'],
      ['c', 'other'],
    ] as const) {
      metadata.open({ instance }).note({ kind: 'help', family: 'x', help });
    }
    assert.deepEqual(
      [...metadata.byFamily()],
      [
        [
          'x',
          [
            { type: 'unknown', help: 'one', unit: '' },
            { type: 'unknown', help: 'other', unit: '' },
          ],
        ],
      ],
    );
    assert.deepEqual(
      metadata.targets.map(({ labels }) => labels['instance']),
      ['a', 'b', 'c'],
    );
  });

  it('forgets a family after ten scrapes without it, and a target that is closed', () => {
    const metadata = new MetricMetadata();
    const target = metadata.open({});
    target.note({ kind: 'type', family: 'old', type: 'gauge' });
    for (let scrape = 0; scrape < 10; scrape++) {
      assert.ok(target.families.has('old'), String(scrape));
      target.note({ kind: 'type', family: 'new', type: 'gauge' });
      target.turn();
    }
    target.turn();
    assert.deepEqual([...target.families.keys()], ['new']);
    metadata.close(target);
    assert.equal(metadata.byFamily().size, 0);
  });
});
