import type { OptionLayers } from './option-layers.ts';

type Options = Readonly<Record<string, unknown>>;

/** Options of all layers in one, and what people should know about how they were merged. */
export interface MergedOptions {
  readonly options: Options;
  readonly warnings: readonly string[];
}

/** Merges the options of a script with those from outside of it: the file under it, the environment and the command line over it. */
export function mergeLayers(script: Options, layers: OptionLayers | undefined): MergedOptions {
  if (layers === undefined) return { options: script, warnings: [] };
  return { options: { ...layers.file, ...script, ...layers.flags }, warnings: [] };
}
