import type { Clock } from './clock.ts';
import type { IterationOutcome, VirtualUser } from './virtual-user.ts';

/** How setup, teardown or handleSummary came out. `failed` says why in a sentence. */
export type StageOutcome =
  | { readonly kind: 'done'; readonly returned: string | undefined }
  | { readonly kind: 'failed'; readonly problem: string; readonly location: string | undefined; readonly timedOut: boolean }
  | { readonly kind: 'test-aborted'; readonly reason: string };

/** What a stage needs. */
export interface LifeCycleStage {
  readonly stage: 'setup' | 'teardown' | 'handleSummary';
  readonly argumentJson: string | undefined;
  readonly timeoutMs: number;
  /** Ends the stage before its time. */
  readonly interrupt: AbortSignal | undefined;
  readonly clock: Clock;
  /** Makes the user that runs the stage, apart from those that run iterations. */
  readonly createVu: () => Promise<VirtualUser>;
}

/** Runs one life-cycle function on a user of its own, which is disposed of afterwards. */
export async function runLifeCycleStage({
  stage,
  argumentJson,
  timeoutMs,
  interrupt,
  clock,
  createVu,
}: LifeCycleStage): Promise<StageOutcome> {
  const vu = await createVu();
  const timeout = new AbortController();
  const cancel = clock.after(timeoutMs, () => timeout.abort());
  const signal = interrupt === undefined ? timeout.signal : AbortSignal.any([timeout.signal, interrupt]);
  try {
    const { outcome, returned } = await vu.call(stage, argumentJson, signal);
    return outcome.kind === 'completed'
      ? { kind: 'done', returned }
      : unfinished(stage, outcome, timeout.signal.aborted ? timeoutMs : undefined);
  } finally {
    cancel();
    await vu.dispose();
  }
}

function unfinished(
  stage: string,
  outcome: Exclude<IterationOutcome, { kind: 'completed' }>,
  timedOutMs: number | undefined,
): StageOutcome {
  switch (outcome.kind) {
    case 'test-aborted':
      return outcome;
    case 'threw':
      return { kind: 'failed', problem: `${stage}() threw: ${outcome.message}`, location: outcome.location, timedOut: false };
    case 'broken':
      return { kind: 'failed', problem: `${stage}() broke its sandbox: ${outcome.message}`, location: undefined, timedOut: false };
    case 'interrupted': {
      const how = timedOutMs === undefined ? 'was interrupted' : `took longer than its ${timedOutMs / 1000} s (options.${stage}Timeout)`;
      return { kind: 'failed', problem: `${stage}() ${how}`, location: undefined, timedOut: timedOutMs !== undefined };
    }
  }
}
