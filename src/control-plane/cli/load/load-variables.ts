import { nearestName } from '../../domain/slo/nearest-name.ts';
import { CliFailure } from '../cli-failure.ts';
import { OTHER_VARIABLES, OUTPUT_VARIABLES } from './k6-flags.ts';
import { settingFlags } from './setting-flags.ts';

/** K6_* variables by what they are for. */
export interface LoadVariables {
  /** Settings of the run, by the name of the flag that says the same: `noSetup`. */
  readonly settings: Readonly<Record<string, string>>;
  /** Options, for the engine to read. */
  readonly options: Readonly<Record<string, string>>;
  /** What the outputs read. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** Options that variables set, and flags too where they have one; those without a flag stand here alone. */
export const OPTION_VARIABLES: readonly string[] = [
  'K6_BATCH',
  'K6_BATCH_PER_HOST',
  'K6_BLACKLIST_IPS',
  'K6_BLOCK_HOSTNAMES',
  'K6_DISCARD_RESPONSE_BODIES',
  'K6_DNS',
  'K6_DURATION',
  'K6_HTTP_DEBUG',
  'K6_INSECURE_SKIP_TLS_VERIFY',
  'K6_ITERATIONS',
  'K6_LINGER',
  'K6_LOCAL_IPS',
  'K6_MAX_REDIRECTS',
  'K6_MIN_ITERATION_DURATION',
  'K6_NO_CONNECTION_REUSE',
  'K6_NO_COOKIES_RESET',
  'K6_NO_VU_CONNECTION_REUSE',
  'K6_PAUSED',
  'K6_RPS',
  'K6_SETUP_TIMEOUT',
  'K6_STAGES',
  'K6_SUMMARY_TIME_UNIT',
  'K6_SUMMARY_TREND_STATS',
  'K6_SYSTEM_TAGS',
  'K6_TEARDOWN_TIMEOUT',
  'K6_THROW',
  'K6_USER_AGENT',
  'K6_VUS',
];

/** Sorts the K6_* variables; throws a CliFailure for one that nobody reads, with the one that was probably meant, and for one whose wish can't be had. */
export function loadVariables(variables: Readonly<Record<string, string>>): LoadVariables {
  const settingNames = new Map(
    settingFlags().flatMap(({ variable, option }) => (variable ? [[variable, option.attributeName()] as const] : [])),
  );
  const sorted = { settings: {} as Record<string, string>, options: {} as Record<string, string>, outputs: {} as Record<string, string> };
  for (const [variable, text] of Object.entries(variables)) {
    // A pipeline that writes K6_VUS=${VUS:-} means that nothing is set.
    if (text === '') continue;
    const setting = settingNames.get(variable);
    if (setting !== undefined) sorted.settings[setting] = text;
    else if (OPTION_VARIABLES.includes(variable)) sorted.options[variable] = text;
    else if (OUTPUT_VARIABLES.some((prefix) => variable.startsWith(prefix))) sorted.outputs[variable] = text;
    else refuseOther(variable, text, [...settingNames.keys(), ...OPTION_VARIABLES]);
  }
  return sorted;
}

function refuseOther(variable: string, text: string, known: readonly string[]): void {
  const other = OTHER_VARIABLES.find(([prefix]) => variable.startsWith(prefix));
  if (other === undefined) {
    const near = nearestName(variable, known);
    const next = near === undefined ? 'Unset it.' : `Did you mean ${near}?`;
    throw new CliFailure('usage', 'variable', `The environment variable ${variable} sets nothing here.`, next);
  }
  const [, advice] = other;
  if (advice !== '' && !/^(|0|f|false|none)$/i.test(text))
    throw new CliFailure('usage', 'variable', `${variable} is not followed: ${advice}.`, 'Unset it.');
}
