import { startWorker } from '../threads/start-worker.ts';
import { behaviourCases } from './cases/behaviour-cases.ts';
import { describeBehaviour } from './describe-behaviour.ts';
import { runOnEngine } from './run-on-engine.ts';

describeBehaviour({ name: 'the load engine', run: runOnEngine(), expectationOf: ({ expected }) => expected }, behaviourCases);

describeBehaviour(
  {
    name: "the load engine with k6's answer for what never had a sample",
    run: runOnEngine({ withoutSamples: 'passes' }),
    expectationOf: ({ expected, onK6 }) => onK6 ?? expected,
  },
  { thresholds: behaviourCases['thresholds']?.filter(({ onK6 }) => onK6 !== undefined) ?? [] },
);

/** Groups about what is shared out and put together again; the others happen inside of one user. */
const sharedOut = ['executors', 'life cycle', 'tags and groups', 'thresholds', 'metrics', 'k6/execution'] as const;

/** Each thread has its own part of the iterations, as each instance of k6 has under executionSegment; and k6/execution's instance is the thread. */
const ofOneThread = new Set([
  'lets a fast user take more of shared iterations than a slow one',
  'knows how many users there are, and what was done',
]);

describeBehaviour(
  {
    name: 'two threads of the load engine',
    run: runOnEngine({ threads: 2, startThread: startWorker }),
    expectationOf: ({ expected }) => expected,
  },
  Object.fromEntries(sharedOut.map((group) => [group, (behaviourCases[group] ?? []).filter(({ name }) => !ofOneThread.has(name))])),
);
