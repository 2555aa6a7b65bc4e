/** What an exit code of k6 means for a run. */
export type K6Exit =
  /** There is a summary to read; `reason` is why it ended early. */
  | { readonly kind: 'measured'; readonly outcome: 'completed' | 'aborted' | 'interrupted'; readonly reason: string | undefined }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly why: string };

/** The documented codes that leave no measurement: https://grafana.com/docs/k6/latest/misc/k6-exit-codes/. */
const FAILURES: Readonly<Record<number, string>> = {
  97: 'its cloud run failed',
  98: 'it could not follow its cloud run',
  100: 'setup() took too long',
  101: 'teardown() took too long',
  102: 'something took too long',
  103: 'it was stopped over its REST API',
  106: 'its REST API could not be bound',
  109: 'it panicked',
};

/**
 * What an exit code says. 0 says least: it neither means that thresholds were there, nor that anything was sent.
 *
 * `stderr` tells a crossed threshold that ended the run (99 too) from one that was found crossed at its end.
 */
export function k6Exit(code: number, stderr: string): K6Exit {
  if (code === 0) return { kind: 'measured', outcome: 'completed', reason: undefined };
  if (code === 99) {
    const early = /abortOnFail/.test(stderr);
    return early
      ? { kind: 'measured', outcome: 'aborted', reason: 'a threshold with abortOnFail was crossed' }
      : { kind: 'measured', outcome: 'completed', reason: undefined };
  }
  if (code === 105) return { kind: 'measured', outcome: 'interrupted', reason: 'a signal ended the test' };
  if (code === 108) return { kind: 'measured', outcome: 'aborted', reason: 'the script called exec.test.abort()' };
  if (code === 110) return { kind: 'measured', outcome: 'aborted', reason: 'the script called exec.test.fail()' };
  if (code === 104 || code === 107) return { kind: 'refused' };
  return { kind: 'failed', why: FAILURES[code] ?? `it ended with exit code ${code}` };
}
