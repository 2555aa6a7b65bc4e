import { consolidateOptions, type LoadOptions } from '../options/consolidate-options.ts';
import { maximumVus, type Scenario } from '../options/scenario.ts';
import { everyNth, shareWithin } from '../options/share.ts';
import { shareScenario } from '../options/share-scenario.ts';
import type { LoadScript } from '../virtual-user.ts';
import type { ThreadStart } from './thread-protocol.ts';

/** How many threads have a user to run: never more than the scenario with the most users has. */
export function usefulThreads(wanted: number, scenarios: readonly Scenario[]): number {
  return Math.max(1, Math.min(wanted, Math.max(...scenarios.map(maximumVus))));
}

/** The shortcuts stand beside the scenarios that were made of them, where options are shown. */
const SHORTCUTS = new Set(['vus', 'duration', 'iterations', 'stages']);

/** The options of one thread: its share of the share that the process has. */
export function threadOptions(script: LoadScript, { options: shown, index, threads }: ThreadStart): LoadOptions {
  const options = Object.fromEntries(Object.entries(shown).filter(([name]) => !SHORTCUTS.has(name)));
  const process = consolidateOptions({ ...script, options });
  const share = everyNth(index, threads);
  const { part, scenarios } = process;
  return {
    ...process,
    effective: shown,
    scenarios: scenarios.map((scenario) => shareScenario(scenario, share)),
    part: { ...part, share: shareWithin(part.share, share), fraction: part.fraction / threads },
  };
}
