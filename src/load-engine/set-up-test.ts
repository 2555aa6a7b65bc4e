import { runLifeCycleStage, type StageOutcome } from './life-cycle-stage.ts';
import type { LoadTest } from './load-test.ts';

/** Runs setup(), where there is one; a test whose setup fails, aborts or is interrupted ends there. */
export async function runSetup(test: LoadTest): Promise<StageOutcome> {
  const { script, options, ending, request, createStageVu, tally } = test;
  if (!script.exportedFunctions.includes('setup')) return { kind: 'done', returned: undefined };
  const outcome = await runLifeCycleStage({
    stage: 'setup',
    argumentJson: undefined,
    timeoutMs: options.setupTimeoutMs,
    interrupt: ending.stop,
    clock: request.clock,
    createVu: createStageVu,
  });
  if (outcome.kind === 'test-aborted') ending.abort(outcome.reason);
  // A refused host ends the setup too, and is told as what it is.
  if (outcome.kind === 'failed' && ending.refusal() === undefined) {
    ending.abort(outcome.problem, outcome.timedOut ? 'setup-timeout' : 'setup-threw');
    tally.exception(outcome.problem, outcome.location);
  }
  return outcome;
}

/** Runs teardown(), where there is one, also after a test that ended early: only its own time limit ends it. */
export async function runTeardown(
  { script, options, ending, request, createStageVu, tally }: LoadTest,
  setupData: string | undefined,
): Promise<void> {
  if (!script.exportedFunctions.includes('teardown')) return;
  const outcome = await runLifeCycleStage({
    stage: 'teardown',
    argumentJson: setupData,
    timeoutMs: options.teardownTimeoutMs,
    interrupt: undefined,
    clock: request.clock,
    createVu: createStageVu,
  });
  // Nothing is left to be ended, but a script that aborts its test has not passed it.
  if (outcome.kind === 'test-aborted') ending.abort(outcome.reason);
  if (outcome.kind !== 'failed') return;
  ending.late(outcome.timedOut ? 'teardown-timeout' : 'teardown-threw');
  tally.exception(outcome.problem, outcome.location);
  request.log('error', outcome.problem);
}
