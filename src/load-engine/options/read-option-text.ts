import { ScriptRefused } from '../load-result.ts';
import { FIELD_KINDS, type FieldReader } from './field-kind.ts';
import { OPTION_TABLE } from './option-table.ts';
import { OUTSIDE_OPTIONS, type OutsideName, type TextForm } from './outside-options.ts';

/** What each form makes of its texts: the value as a script would write it, or undefined where they are not of the form. */
const FORMS: Readonly<Record<TextForm, (texts: readonly string[]) => unknown>> = {
  number: (texts) => wholeNumber(last(texts)),
  switch: (texts) => switchValue(last(texts)),
  text: last,
  list: splitAll,
  stages: (texts) => splitAll(texts).map(stage),
  pairs: readPairs,
  'http-debug': (texts) => httpDebug(last(texts)),
};

/** How people write a value of each form, where the option's own kind does not say it. */
const WRITTEN: Readonly<Partial<Record<TextForm, string>>> = {
  stages: 'stages such as 30s:10,1m:0',
  pairs: 'pairs such as name=value',
  switch: 'true or false',
};

/**
 * Reads an option from a flag or a variable; of a flag that came several times the last counts, or all where it makes a list.
 *
 * Throws ScriptRefused by the name under which people wrote it, `--vus` or `K6_VUS`, for a text that the option can't have.
 */
export function readOptionText(name: OutsideName, source: string, texts: readonly string[]): unknown {
  const { form } = OUTSIDE_OPTIONS[name];
  const value = FORMS[form](texts);
  const kind: FieldReader<unknown> = FIELD_KINDS[OPTION_TABLE[name]];
  if (value !== undefined && kind.read(value) !== undefined) return value;
  throw new ScriptRefused(`${source}: must be ${WRITTEN[form] ?? kind.called}, not ${JSON.stringify(texts.join(','))}`);
}

function last(texts: readonly string[]): string {
  return texts.at(-1) ?? '';
}

function splitAll(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => text.split(',')).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
}

const wholeNumber = (text: string): number | undefined => (/^-?\d+$/.test(text.trim()) ? Number(text) : undefined);

function switchValue(text: string): boolean | undefined {
  if (/^(1|t|true)$/i.test(text)) return true;
  return /^(0|f|false)$/i.test(text) ? false : undefined;
}

function stage(text: string): unknown {
  const [duration, target = ''] = text.split(':');
  return { duration, target: wholeNumber(target) };
}

/** A pair without `=` makes the whole unreadable; the value may have one of its own. */
function readPairs(texts: readonly string[]): Readonly<Record<string, string>> | undefined {
  const pairs = texts.flatMap((text) => text.split(/,(?=[^,=]+=)/)).map((pair) => /^([^=]+)=(.*)$/s.exec(pair.trim()));
  if (pairs.length === 0 || pairs.includes(null)) return undefined;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']));
}

/** The switch of old, and what is to be printed. */
function httpDebug(text: string): string {
  const on = switchValue(text);
  return on === undefined ? text : on ? 'headers' : '';
}
