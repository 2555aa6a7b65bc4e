import type { RunEnding } from './load-result.ts';
import { messageOf } from './message-of.ts';

/** Why a test ends before its schedule does: the first cause is the one that is told. */
export interface TestEnding {
  /** Aborted when nothing new may start. */
  readonly stop: AbortSignal;
  /** Aborted when what runs must end now. */
  readonly interrupt: AbortSignal;
  /** `completed` while there is no cause. */
  readonly outcome: () => 'completed' | 'aborted' | 'interrupted';
  readonly reason: () => string | undefined;
  /** What the first cause was; undefined while there is none. */
  readonly endedBy: () => RunEnding | undefined;
  /** A threshold, a setup that failed, or the script ends the test: at once, for waiting on a target that is failing only loads it. */
  readonly abort: (reason: string, by?: RunEnding) => void;
  /** Tells a cause of something that no longer ends the test. */
  readonly late: (by: RunEnding) => void;
  /** The script calls the test failed (exec.test.fail): it runs on, and its outcome is `aborted` all the same, so that nothing passes on it. */
  readonly mark: (reason: string) => void;
  /** The script is about to send to a host that load must not be sent to: at once. */
  readonly refuse: (reason: string) => void;
  /** What `refuse` was told first; undefined where it was not called. */
  readonly refusal: () => string | undefined;
  /** A signal ends the test: gracefully. */
  readonly cease: () => void;
  /** The engine itself can't go on: at once, and the test has no result. */
  readonly fail: (error: unknown) => void;
  /** Throws an Error with what `fail` was told as its cause: never a ScriptRefused, for requests were sent. */
  readonly throwIfFailed: () => void;
}

interface Cause {
  readonly outcome: 'aborted' | 'interrupted';
  readonly reason: string | undefined;
  readonly by: RunEnding | undefined;
}

/** Makes the ending of a test that has no cause to end yet. */
export function createTestEnding(): TestEnding {
  const [stop, interrupt] = [new AbortController(), new AbortController()];
  let cause: Cause | undefined;
  let refusal: string | undefined;
  let lateCause: RunEnding | undefined;
  let failure: { readonly error: unknown } | undefined;
  const end = (because: Cause, atOnce: boolean): void => {
    cause ??= because;
    stop.abort();
    if (atOnce) interrupt.abort();
  };
  return {
    stop: stop.signal,
    interrupt: interrupt.signal,
    outcome: () => cause?.outcome ?? 'completed',
    reason: () => cause?.reason,
    endedBy: () => cause?.by ?? lateCause,
    abort: (reason, by = 'script-abort') => end({ outcome: 'aborted', reason, by }, true),
    late: (by) => {
      lateCause ??= by;
    },
    mark: (reason) => {
      cause ??= { outcome: 'aborted', reason, by: 'script-fail' };
    },
    refuse: (reason) => {
      refusal ??= reason;
      end({ outcome: 'aborted', reason, by: 'refused-host' }, true);
    },
    refusal: () => refusal,
    cease: () => end({ outcome: 'interrupted', reason: 'a signal ended the test', by: 'signal' }, false),
    fail: (error) => {
      failure ??= { error };
      end({ outcome: 'aborted', reason: undefined, by: undefined }, true);
    },
    throwIfFailed: () => {
      if (failure !== undefined) throw new Error(`the load engine failed: ${messageOf(failure.error)}`, { cause: failure.error });
    },
  };
}
