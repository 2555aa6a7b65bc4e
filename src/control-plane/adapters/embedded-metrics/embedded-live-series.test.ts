import assert from 'node:assert/strict';
import { embeddedLiveSeries } from './embedded-live-series.ts';

describe('embeddedLiveSeries', () => {
  it('says once a run that something found no room, and that the run goes on', () => {
    const warnings: string[] = [];
    const written: unknown[] = [];
    const writer = {
      write: (samples: readonly unknown[]) => {
        written.push(...samples);
        return 3;
      },
      end: (atMs: number) => void written.push(atMs),
    };
    const options = {
      engine: { writer: () => writer },
      now: () => 9,
      newRun: () => 'r1',
      warn: (text: string) => void warnings.push(text),
    };
    const run = embeddedLiveSeries(options).open({ service: 'shop', version: '2', environment: 'test' });
    run.write([{ labels: { __name__: 'x', service: 'of the script' }, value: 1 }], 5);
    run.write([], 6);
    run.end();
    assert.deepEqual(written, [{ labels: { __name__: 'x', service: 'shop', version: '2', environment: 'test', run: 'r1' }, value: 1 }, 9]);
    assert.deepEqual(warnings, [
      "3 numbers of a load run found no room in the embedded metrics, and can't be watched there; the run goes on",
    ]);
  });
});
