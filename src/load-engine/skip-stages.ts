import type { LoadScript } from './virtual-user.ts';

/** A part of a script's life cycle that a run can do without. */
export type SkippedStage = 'setup' | 'teardown' | 'handleSummary' | 'thresholds';

/** The script without some of its stages, as if it did not have them. */
export function skipStages(script: LoadScript, skipped: readonly SkippedStage[]): LoadScript {
  const exportedFunctions = script.exportedFunctions.filter((name) => !skipped.some((stage) => stage === name));
  const options = skipped.includes('thresholds') ? { ...script.options, thresholds: {} } : script.options;
  return { ...script, exportedFunctions, options };
}
