import { ScriptRefused } from '../load-result.ts';

/** The options that stand for one scenario named `default`. */
export interface Shortcuts {
  readonly vus: number | undefined;
  readonly duration: number | undefined;
  readonly iterations: number | undefined;
  readonly stages: unknown;
}

/**
 * The one scenario that `vus`, `duration`, `iterations` and `stages` stand for, as a script would write it in `options.scenarios`.
 *
 * None of them is one VU and one iteration. Throws ScriptRefused for `stages` together with `duration` or `iterations`, which say two things.
 */
export function shortcutScenario({ vus, duration, iterations, stages }: Shortcuts): Readonly<Record<string, unknown>> {
  if (stages !== undefined) {
    if (duration !== undefined || iterations !== undefined) {
      throw new ScriptRefused('options.stages: is another way to say duration and iterations; leave one of them out');
    }
    return { executor: 'ramping-vus', startVUs: vus ?? 1, stages };
  }
  if (iterations !== undefined) return { executor: 'shared-iterations', vus: vus ?? 1, iterations, maxDuration: duration ?? 600_000 };
  if (duration !== undefined) return { executor: 'constant-vus', vus: vus ?? 1, duration };
  return { executor: 'per-vu-iterations', vus: 1, iterations: 1 };
}
