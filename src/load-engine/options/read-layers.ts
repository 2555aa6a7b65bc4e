import { ScriptRefused } from '../load-result.ts';
import { suggestion } from './nearest-name.ts';
import type { OptionLayers } from './option-layers.ts';
import { OPTION_TABLE } from './option-table.ts';
import { isOutsideName, OUTSIDE_OPTIONS, type OutsideName, type OutsideOption } from './outside-options.ts';
import { readFields } from './read-fields.ts';
import { readOptionText } from './read-option-text.ts';

type Options = Readonly<Record<string, unknown>>;

/** The layers around a script's own options, each read as a script would have written it. */
export interface ReadLayers {
  readonly file: Options;
  readonly environment: Options;
  readonly flags: Options;
}

/** Reads the layers; throws ScriptRefused by the name under which people wrote what can't be read. */
export function readLayers({ file, environment, flags }: OptionLayers): ReadLayers {
  readFields('--config', file, OPTION_TABLE);
  return { file, environment: readEnvironment(environment), flags: readFlags(flags) };
}

function readEnvironment(variables: OptionLayers['environment']): Options {
  const read = Object.entries(variables).map(([variable, text]) => {
    const name = VARIABLES.get(variable);
    if (name === undefined) throw new ScriptRefused(`${variable}: sets no option${suggestion(variable, [...VARIABLES.keys()])}`);
    return [name, readOptionText(name, variable, [text])] as const;
  });
  return Object.fromEntries(read);
}

function readFlags(flags: OptionLayers['flags']): Options {
  const read = Object.entries(flags).map(([name, value]) => {
    const texts = textsOf(value);
    if (texts === undefined) return [name, value] as const;
    if (!isOutsideName(name)) throw new ScriptRefused(`${name}: is no option of the command line`);
    const { flag = name }: OutsideOption = OUTSIDE_OPTIONS[name];
    return [name, readOptionText(name, flag, texts)] as const;
  });
  return Object.fromEntries(read);
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

const VARIABLES: ReadonlyMap<string, OutsideName> = new Map(
  Object.entries(OUTSIDE_OPTIONS).flatMap(([name, { variable }]: [string, OutsideOption]) =>
    variable === undefined || !isOutsideName(name) ? [] : [[variable, name] as const],
  ),
);
