import type { LoadMeasurement } from '../../control/ports/load-runner.ts';
import { judgeThreshold } from '../../domain/load/judge-threshold.ts';
import { nothingMeasured } from '../load/end-reasons.ts';
import type { LoadEnd } from '../load-exit.ts';
import { count, stretch } from '../render/figures.ts';

/** A run of `sluice load run`, as CI is told of it. */
export interface LoadReport {
  /** As people named it. */
  readonly script: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly end: LoadEnd;
  /** What there is instead of a result: the engine crashed, or refused the script. */
  readonly measured: { readonly result: LoadMeasurement } | { readonly problem: string };
}

/** What a run came to, in one sentence with the numbers that decided. */
export function loadSentence({ end, measured }: LoadReport): string {
  if ('problem' in measured) return measured.problem;
  const { result } = measured;
  switch (end) {
    case 'passed':
      return passedSentence(result);
    case 'thresholds-crossed':
      return crossedSentence(result);
    case 'generator-too-slow':
      return `The load generator was too slow, so its figures prove nothing: ${result.generator?.tooSlow[0] ?? ''}`;
    case 'nothing-measured':
      return nothingMeasured(result);
    case 'script-exception':
      return exceptionSentence(result);
    case 'setup-timeout':
    case 'teardown-timeout':
    case 'options-refused':
    case 'interrupted':
    case 'script-aborted':
    case 'engine-failed':
    case 'script-failed':
      return `The run ended as ${end}${result.abortReason === undefined ? '' : `: ${result.abortReason}`}.`;
  }
}

function passedSentence({ thresholds, requests, durationMs }: LoadMeasurement): string {
  const ran = `${count(requests)} requests in ${stretch(durationMs / 1000)}`;
  if (thresholds.length === 0) return `${ran}; the script has no thresholds, so nothing was judged.`;
  return `${thresholds.length === 1 ? 'The threshold holds' : `All ${thresholds.length} thresholds hold`}: ${ran}.`;
}

function crossedSentence({ thresholds, metrics }: LoadMeasurement): string {
  const [first, ...more] = thresholds.filter(({ passed }) => !passed);
  const sentence = first === undefined ? 'A threshold was crossed.' : judgeThreshold(first, metrics).sentence;
  return more.length === 0
    ? sentence
    : `${sentence} ${more.length} more of ${thresholds.length} thresholds ${more.length === 1 ? 'fails' : 'fail'}.`;
}

/** The exceptions of iterations, the most frequent first; of another stage where no iteration threw. */
function exceptionSentence({ iterations, exceptions, abortReason }: LoadMeasurement): string {
  const [first] = exceptions;
  const message = first === undefined ? (abortReason ?? 'an exception that was not recorded') : first.message;
  return iterations.threw === 0
    ? `The script threw: ${message}.`
    : `${count(iterations.threw)} ${iterations.threw === 1 ? 'iteration' : 'iterations'} threw: ${message}.`;
}
