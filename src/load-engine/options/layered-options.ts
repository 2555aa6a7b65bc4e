import { OptionsRefused, ScriptRefused } from '../load-result.ts';
import type { LoadScript } from '../virtual-user.ts';
import { consolidateOptions, type LoadOptions } from './consolidate-options.ts';
import { mergeLayers } from './merge-layers.ts';
import type { OptionLayers } from './option-layers.ts';
import { refuseUnrunnable } from './refuse-unrunnable.ts';

type Declared = Pick<LoadScript, 'options' | 'exportedFunctions' | 'declaredMetrics'>;

/** The options of a script under those that come from outside of it, checked as a whole; throws OptionsRefused for whatever would not be run as it is written. */
export function layeredOptions(script: Declared, layers: OptionLayers | undefined): LoadOptions {
  try {
    const { options, warnings } = mergeLayers(script.options, layers);
    const consolidated = consolidateOptions({ ...script, options });
    refuseUnrunnable(consolidated.scenarios);
    return { ...consolidated, warnings: [...warnings, ...consolidated.warnings] };
  } catch (error) {
    throw error instanceof ScriptRefused ? new OptionsRefused(error.message) : error;
  }
}
