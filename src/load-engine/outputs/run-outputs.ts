import type { Clock } from '../clock.ts';
import { type LoadResult, OptionsRefused } from '../load-result.ts';
import { messageOf } from '../message-of.ts';
import type { LoadOutput, OutputEnd, OutputStart } from './load-output.ts';

/** Each output has a deadline of its own; one that breaks even that must not keep the result from being told. */
const FINISH_MS = 60_000;

/** Starts all outputs; where one can't be had the others are closed again, and it throws OptionsRefused by its name: nothing was sent. */
export async function startOutputs(outputs: readonly LoadOutput[], start: OutputStart): Promise<void> {
  const starts = await Promise.allSettled(outputs.map((output) => output.start(start)));
  const at = starts.findIndex(({ status }) => status === 'rejected');
  const failed = starts[at];
  if (failed?.status !== 'rejected') return;
  await abandonOutputs(outputs.filter((_, index) => starts[index]?.status === 'fulfilled'));
  throw new OptionsRefused(`the output ${outputs[at]?.name} can't be had: ${messageOf(failed.reason)}`);
}

/** Tells all outputs the result; the answer is what they lost, each sentence with the name of its output. Never rejects. */
export async function finishOutputs(
  outputs: readonly LoadOutput[],
  told: { readonly result: LoadResult; readonly end: OutputEnd; readonly clock: Clock },
): Promise<readonly string[]> {
  const problems = await Promise.all(outputs.map((output) => finishOne(output, told)));
  return problems.flat();
}

async function finishOne(
  output: LoadOutput,
  { result, end, clock }: { readonly result: LoadResult; readonly end: OutputEnd; readonly clock: Clock },
): Promise<readonly string[]> {
  const { promise, resolve } = Promise.withResolvers<readonly string[]>();
  const cancel = clock.after(FINISH_MS, () => resolve([`was not done ${FINISH_MS / 1000} s after the run`]));
  try {
    const problems = await Promise.race([output.finish(result, end), promise]);
    return problems.map((problem) => `output ${output.name}: ${problem}`);
  } catch (error) {
    return [`output ${output.name}: ${messageOf(error)}`];
  } finally {
    cancel();
  }
}

/** Closes all outputs of a run that has no result. Never rejects. */
export async function abandonOutputs(outputs: readonly LoadOutput[]): Promise<void> {
  await Promise.allSettled(outputs.map(async (output) => output.abandon?.()));
}
