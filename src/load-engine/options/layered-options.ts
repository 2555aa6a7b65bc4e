import { OptionsRefused, ScriptRefused } from '../load-result.ts';
import type { LoadScript } from '../virtual-user.ts';
import { consolidateOptions, type LoadOptions } from './consolidate-options.ts';
import { mergeLayers } from './merge-layers.ts';
import type { OptionLayers } from './option-layers.ts';
import { refuseUnrunnable } from './refuse-unrunnable.ts';

type Declared = Pick<LoadScript, 'options' | 'exportedFunctions' | 'declaredMetrics'>;

/** The options of a script under those that come from outside of it, checked as a whole; throws OptionsRefused for whatever would not be run as it is written. */
export function layeredOptions(script: Declared, layers: OptionLayers | undefined): LoadOptions {
  let warnings: readonly string[] = [];
  try {
    const merged = mergeLayers(script.options, layers);
    warnings = merged.warnings;
    const consolidated = consolidateOptions({ ...script, options: merged.options });
    refuseUnrunnable(consolidated.scenarios);
    return { ...consolidated, warnings: [...warnings, ...consolidated.warnings] };
  } catch (error) {
    throw error instanceof ScriptRefused ? new OptionsRefused(`${error.message}${because(error.message, warnings)}`) : error;
  }
}

/** A threshold on a scenario that the command line has replaced would be judged on nothing: that is said, and how to do without. */
function because(message: string, warnings: readonly string[]): string {
  const replaced = warnings.find((warning) => warning.includes('takes the place of options.scenarios'));
  return replaced === undefined || !/^options\.thresholds.*there is no scenario/.test(message)
    ? ''
    : `, for ${replaced}; leave the thresholds out with --no-thresholds`;
}
