import { ScriptRefused } from '../load-result.ts';
import { isMap } from './field-kind.ts';
import type { OptionLayers } from './option-layers.ts';
import { OUTSIDE_OPTIONS } from './outside-options.ts';
import { readLayers } from './read-layers.ts';

type Options = Readonly<Record<string, unknown>>;

/** Options of all layers in one, and what people should know about how they were merged. */
export interface MergedOptions {
  readonly options: Options;
  readonly warnings: readonly string[];
}

/** What says how much is run; a layer that says any of it has said all of it, save the number of users. */
const PLAN = ['duration', 'iterations', 'stages', 'scenarios'] as const;

/** Options whose entries are merged one by one; of all others the highest layer's counts whole. */
const BY_ENTRY = ['tags', 'dns'] as const;

/**
 * Merges a script's options with those from outside of it: the configuration file under them, the environment and the command line over
 * them, as https://grafana.com/docs/k6/latest/using-k6/k6-options/how-to/ orders them.
 *
 * A plan from outside takes the place of the script's; that is a warning. Throws ScriptRefused for what can't be read, and for `vus` alone
 * over scenarios, which would run something that nobody wrote.
 */
export function mergeLayers(script: Options, layers: OptionLayers | undefined): MergedOptions {
  if (layers === undefined) return { options: script, warnings: [] };
  const { file, environment, flags } = readLayers(layers);
  const warnings: string[] = [];
  const named: readonly (readonly [Source, Options])[] = [
    ['file', file],
    ['script', present(script)],
    ['environment', environment],
    ['flags', flags],
  ];
  const options = named.reduce<Options>((under, [source, over]) => mergeTwo(under, over, source, warnings), {});
  return { options, warnings };
}

type Source = 'file' | 'script' | 'environment' | 'flags';

/** `null` and undefined are how a script leaves an option out. */
const present = (options: Options): Options =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));

function mergeTwo(under: Options, over: Options, source: Source, warnings: string[]): Options {
  const merged = { ...withoutPlan(under, over, source, warnings), ...over };
  if (source === 'script' && under['thresholds'] !== undefined && over['thresholds'] !== undefined)
    warnings.push('the thresholds of the script take the place of those of --config');
  const entries = BY_ENTRY.flatMap((name) => {
    const [low, high] = [under[name], over[name]];
    return isMap(low) && isMap(high) ? [[name, { ...low, ...high }] as const] : [];
  });
  return { ...merged, ...Object.fromEntries(entries) };
}

function withoutPlan(under: Options, over: Options, source: Source, warnings: string[]): Options {
  const plan = PLAN.find((name) => over[name] !== undefined);
  if (plan === undefined) {
    refuseVusAlone(under, over, source);
    return under;
  }
  const replaced = PLAN.filter((name) => under[name] !== undefined && (name !== plan || name === 'scenarios'));
  if (replaced.length > 0 && source !== 'script')
    warnings.push(`${written(plan, source)} takes the place of ${replaced.map((name) => `options.${name}`).join(', ')}`);
  const dropped: readonly string[] = plan === 'scenarios' ? [...PLAN, 'vus'] : PLAN;
  return Object.fromEntries(Object.entries(under).filter(([name]) => !dropped.includes(name)));
}

function refuseVusAlone(under: Options, over: Options, source: Source): void {
  if (over['vus'] === undefined || under['scenarios'] === undefined || source === 'script') return;
  const advice = `add ${written('duration', source)}, ${written('iterations', source)} or ${written('stages', source)}, which take the place of the scenarios, or leave it out`;
  throw new ScriptRefused(`${written('vus', source)}: options.scenarios says how many users each scenario has; ${advice}`);
}

function written(name: 'vus' | (typeof PLAN)[number], source: Source): string {
  if (name === 'scenarios') return 'options.scenarios';
  const { flag, variable } = OUTSIDE_OPTIONS[name];
  return source === 'environment' ? variable : flag;
}
