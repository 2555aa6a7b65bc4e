import { access, constants, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LoadScriptRequest } from '../../control/ports/load-engine.ts';
import { LOOPBACK_HOSTS } from '../../domain/load/loopback-hosts.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CommandContext } from '../command-context.ts';
import type { LoadSection } from '../local-actions.ts';
import { environmentPairs } from './environment-pairs.ts';
import { OPTION_FLAGS } from './k6-flags.ts';
import type { LoadFlags } from './load-settings.ts';
import type { LoadVariables } from './load-variables.ts';
import { readOptionFile } from './option-file.ts';

/** What a command on a script is made from. */
export interface ScriptAsked {
  /** As it was named; `-` is stdin. */
  readonly script: string;
  /** What sluice.yaml says of the service that was named; the flags win. */
  readonly section?: LoadSection | undefined;
  readonly flags: LoadFlags;
  readonly variables: LoadVariables;
  readonly onLog: LoadScriptRequest['onLog'];
}

/** What a script on stdin is called where its errors show a place; TypeScript, of which JavaScript is a part. */
const STDIN_NAME = 'stdin.ts';

/** Puts together what the engine is asked about a script; throws a CliFailure for what is wrong with the command line. */
export async function scriptRequest(context: CommandContext, asked: ScriptAsked): Promise<LoadScriptRequest> {
  const { surroundings, signal } = context;
  const { script, section, flags, variables, onLog } = asked;
  const { folder, environment } = surroundings;
  const isStdin = script === '-';
  if (!isStdin) await refuseUnreadable(resolve(folder, script), script);
  return {
    scriptPath: isStdin ? join(folder, STDIN_NAME) : resolve(folder, script),
    scriptText: isStdin ? await surroundings.readStdin() : undefined,
    workingFolder: folder,
    env: { ...section?.env, ...environmentPairs(flags.env ?? [], environment) },
    secrets: section?.secrets ?? {},
    givenSecrets: section?.givenSecrets ?? {},
    secretSources: flags.secretSource ?? [],
    variable: (name) => environment.variable(name),
    layers: { flags: optionFlags(flags), environment: variables.options, file: await readOptionFile(folder, flags.config) },
    allowedHosts: [...LOOPBACK_HOSTS, ...(section?.hosts ?? []), ...(flags.allowHost ?? []).map(allowedHost)],
    signal,
    onLog,
  };
}

/** An address would allow nothing, for no host is called like one. */
function allowedHost(host: string): string {
  if (/[/@\s]/.test(host) || host === '') {
    throw new CliFailure(
      'usage',
      'allow-host',
      `--allow-host ${host}: must be a host, host:port or *.domain, and no URL.`,
      'Nothing was sent.',
    );
  }
  return host;
}

/** The flags that set options of the script, by the options' own names: commander has them under the names of the flags. */
function optionFlags(flags: LoadFlags): Readonly<Record<string, string | readonly string[]>> {
  const written: Readonly<Record<string, unknown>> = { ...flags };
  return Object.fromEntries(
    OPTION_FLAGS.flatMap(({ option, flags: names }) => {
      const value = written[attributeOf(names)];
      return typeof value === 'string' || isTexts(value) ? [[option, value] as const] : [];
    }),
  );
}

const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every((entry) => typeof entry === 'string');

/** `-s, --stage <duration:target>` is `stage`. */
function attributeOf(names: string): string {
  const long = /--([a-z-]+)/.exec(names)?.[1] ?? '';
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

async function refuseUnreadable(path: string, named: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    const why = found.code === 'ENOENT' ? 'does not exist' : `can't be read (${found.code})`;
    throw new CliFailure('usage', 'script-missing', `The script ${named} ${why}.`, `It is looked for in ${dirname(path)}.`);
  }
  if (!found.isFile()) throw new CliFailure('usage', 'script-missing', `${named} is no file.`, 'Name the script itself.');
  await access(path, constants.R_OK).catch(() => {
    throw new CliFailure('usage', 'script-missing', `The script ${named} can't be read.`, 'Look at the permissions of the file.');
  });
}
