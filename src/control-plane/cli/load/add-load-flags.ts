import { type Command, InvalidArgumentError, Option } from 'commander';
import { OPTION_FLAGS, REFUSED_FLAGS } from './k6-flags.ts';
import { settingFlags } from './setting-flags.ts';
import { switchOption } from './switch-option.ts';

const several = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

/** The flags of k6 that set options of the script, as commander reads them: their values stay texts. */
function optionFlag({ flags, form, help }: (typeof OPTION_FLAGS)[number]): Option {
  if (form === 'switch') return switchOption(flags.replace(' <what>', ''), help);
  const option = new Option(flags, help);
  return form === 'list' ? option.argParser(several) : option;
}

/** A flag that is refused with its advice; an empty value is how k6 is told to do without. */
function refusedFlag(name: string, advice: string): Option {
  const refuse = (value: string): string => {
    if (value !== '') throw new InvalidArgumentError(`Leave it out: ${advice}.`);
    return value;
  };
  // commander wants a long name: the short ones of k6 get one that nobody writes.
  const flags = name.startsWith('--') ? name : `${name}, --refused${name}`;
  const option = new Option(`${flags} [value]`, advice).preset(name).argParser(refuse).hideHelp();
  option.negate = false;
  return option;
}

/** Adds to a command all flags that say what is run and how: the same for a run as for a look at it, so that one can stand for the other. */
export function addLoadFlags(command: Command): Command {
  for (const flag of OPTION_FLAGS) command.addOption(optionFlag(flag));
  for (const { option } of settingFlags()) command.addOption(option);
  for (const [name, advice] of Object.entries(REFUSED_FLAGS)) command.addOption(refusedFlag(name, advice));
  return command;
}

/** The switches among them. */
export function loadSwitches(): readonly Option[] {
  const switches = [...OPTION_FLAGS.map(optionFlag), ...settingFlags().map(({ option }) => option)];
  return switches.filter(({ flags }) => flags.endsWith(' [true|false]'));
}
