import { InvalidArgumentError, Option } from 'commander';
import { switchOption, switchValue } from './switch-option.ts';

/** A flag of a run that is no option of the script, with the variable that says the same where k6 has one. */
export interface SettingFlag {
  readonly option: Option;
  readonly variable?: string;
}

const several = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

function threadsValue(text: string): number {
  const threads = Number(text);
  if (!/^\d+$/.test(text) || threads < 1 || threads > 256) throw new InvalidArgumentError('It must be a whole number from 1 to 256.');
  return threads;
}

const onOff = (flags: string, help: string): Option => switchOption(flags, help).argParser(switchValue);

const valued = (flags: string, help: string): Option => new Option(flags, help);

/** All of them: those of k6 under its names, then ours. */
export function settingFlags(): readonly SettingFlag[] {
  return [
    { option: valued('-c, --config <file>', "k6's options as JSON; the script wins over it"), variable: 'K6_CONFIG' },
    {
      option: valued('-o, --out <output>', 'json=file, csv=file, html=file, record=file …; - is stdout').argParser(several),
      variable: 'K6_OUT',
    },
    { option: valued('--summary-export <file>', 'the figures at the end as JSON'), variable: 'K6_SUMMARY_EXPORT' },
    {
      option: valued('--summary-mode <mode>', 'how the end-of-test summary is written').choices(['compact', 'full', 'disabled']),
      variable: 'K6_SUMMARY_MODE',
    },
    { option: onOff('--no-summary', 'neither summary nor handleSummary()'), variable: 'K6_NO_SUMMARY' },
    { option: onOff('--no-thresholds', 'judge no thresholds'), variable: 'K6_NO_THRESHOLDS' },
    { option: onOff('--no-setup', 'do without setup()'), variable: 'K6_NO_SETUP' },
    { option: onOff('--no-teardown', 'do without teardown()'), variable: 'K6_NO_TEARDOWN' },
    { option: onOff('-q, --quiet', 'no progress') },
    { option: onOff('-v, --verbose', 'more of what happens') },
    { option: valued('--console-output <file>', 'where the console of the script goes'), variable: 'K6_CONSOLE_OUTPUT' },
    { option: valued('--log-output <where>', 'stderr, stdout, none or file=PATH'), variable: 'K6_LOG_OUTPUT' },
    { option: valued('--log-format <format>', 'text, raw or json').choices(['text', 'raw', 'json']), variable: 'K6_LOG_FORMAT' },
    {
      option: valued('--secret-source <source>', 'what k6/secrets gives: file=PATH, env=NAME').argParser(several),
      variable: 'K6_SECRET_SOURCE',
    },
    { option: onOff('--no-usage-report', 'nothing is ever reported; taken for the sake of k6 pipelines') },
    { option: valued('--compatibility-mode <mode>', 'there is one; taken for the sake of k6 pipelines') },
    { option: onOff('--include-system-env-vars', 'refused: -e NAME passes one variable') },
    { option: valued('--threads <number>', 'spread the users over so many threads').argParser(threadsValue) },
    { option: onOff('--trace', 'every request has the header traceparent, the slowest are named') },
    { option: onOff('--k6-vacuous', 'what never had a sample passes, as in k6') },
    { option: valued('--junit <file>', 'write the thresholds as JUnit XML') },
  ];
}
