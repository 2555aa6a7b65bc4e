import { InvalidArgumentError, Option } from 'commander';

/**
 * A flag that is on or off, as k6 has them: `--throw`, `--throw=false`, `--no-setup=true`.
 *
 * Its value has to be attached to it; `attachSwitches` does that where it stands alone, so that it never takes the script for its value.
 */
export function switchOption(flags: string, help: string): Option {
  const option = new Option(`${flags} [true|false]`, help);
  // `--no-setup` is a name of its own here, and not the opposite of `--setup`.
  option.negate = false;
  return option;
}

/** Reads what a flag or a variable says of a switch. */
export function switchValue(text: string): boolean {
  if (/^(1|t|true)$/i.test(text)) return true;
  if (/^(0|f|false)$/i.test(text)) return false;
  throw new InvalidArgumentError('Write true or false.');
}

/** The words of a command line in which every switch that stands alone has its value attached. What follows `--` is left alone. */
export function attachSwitches(words: readonly string[], switches: readonly Option[]): readonly string[] {
  const names = new Map(
    switches.flatMap(({ long, short }) => [long, short].flatMap((name) => (name ? [[name, long ?? name] as const] : []))),
  );
  const end = words.indexOf('--');
  return words.map((word, at) => {
    const long = end < 0 || at < end ? names.get(word) : undefined;
    return long === undefined ? word : `${long}=${long === '--http-debug' ? 'headers' : 'true'}`;
  });
}
