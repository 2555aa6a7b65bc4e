// A process that writes samples until it is killed or nobody reads them: what a kill leaves behind can't be seen from inside.
import { setImmediate } from 'node:timers/promises';
import { systemClock } from '../clock.ts';
import { openOutputs } from './open-outputs.ts';

const state = { lost: false };
const log = (): void => {
  state.lost = true;
};
const mask = <Value>(value: Value): Value => value;
const spec = { kind: 'json', path: process.argv[2] ?? '-' } as const;
const [output] = openOutputs([spec], { workingFolder: '/', clock: systemClock, log, mask });
const metric = { name: 'http_reqs', type: 'counter', contains: 'default' } as const;
await output?.start({ startedAtMs: 0, scriptPath: 'a.ts', options: {}, thresholds: {} });
for (let value = 0; !state.lost; value += 1) {
  output?.sample?.({ metric, value, tags: { scenario: 'gate' }, atMs: value, metadata: undefined });
  if (value % 1000 === 0) await setImmediate();
}
process.exit();
