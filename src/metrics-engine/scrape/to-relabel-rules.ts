import type { ReadingContext } from './reading-context.ts';
import type { RelabelConfig } from './relabel-config.ts';
import { type RelabelRule, toRelabelRule } from './relabel-rule.ts';

/** Makes a list of rules ready; each that is wrong is noted as a problem with its place. */
export function toRelabelRules(configs: readonly RelabelConfig[], { path, note }: ReadingContext): readonly RelabelRule[] {
  return configs.flatMap((config, index) => {
    try {
      return [toRelabelRule(config)];
    } catch (error) {
      note(`${path}.${index}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
}
