import { Secret } from './secret.ts';

/** What Sluice takes from environment variables; one that is empty counts as unset. */
export interface Environment {
  /** SLUICE_CONFIG: the configuration file. */
  readonly configFile: string | undefined;
  /** SLUICE_HOST, SLUICE_PORT, SLUICE_STATE_FOLDER: they override the file. */
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly stateFolder: string | undefined;
  /** SLUICE_LOG_LEVEL */
  readonly logLevel: string | undefined;
  /** SLUICE_URL and SLUICE_TOKEN: which Sluice the CLI talks to, and as whom. */
  readonly url: string | undefined;
  readonly token: Secret;
  /** NO_COLOR is set, or TERM is dumb. */
  readonly plain: boolean;
  /** What GitHub Actions tells its steps. */
  readonly github: {
    readonly isActions: boolean;
    readonly stepSummaryFile: string | undefined;
    readonly outputFile: string | undefined;
  };
  /** All K6_* variables that are set, an empty one too. */
  readonly k6: Readonly<Record<string, string>>;
  /** A variable that a person names on the command line, to be shown to a script. */
  variable(name: string): string | undefined;
  /** A variable that the configuration names, as a secret. */
  secret(variable: string): Secret;
}

/** Reads the environment of the process, or the `variables` handed in, so that tests need not touch their own. */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const read = (name: string) => (variables[name] === '' ? undefined : variables[name]);
  const secret = (variable: string) => new Secret(`environment variable ${variable}`, read(variable));
  return Object.freeze({
    configFile: read('SLUICE_CONFIG'),
    host: read('SLUICE_HOST'),
    port: read('SLUICE_PORT'),
    stateFolder: read('SLUICE_STATE_FOLDER'),
    logLevel: read('SLUICE_LOG_LEVEL'),
    url: read('SLUICE_URL'),
    token: secret('SLUICE_TOKEN'),
    plain: read('NO_COLOR') !== undefined || read('TERM') === 'dumb',
    github: {
      isActions: read('GITHUB_ACTIONS') === 'true',
      stepSummaryFile: read('GITHUB_STEP_SUMMARY'),
      outputFile: read('GITHUB_OUTPUT'),
    },
    k6: k6Variables(variables),
    variable: (name: string) => variables[name],
    secret,
  });
}

function k6Variables(variables: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  const ours = Object.entries(variables).filter((entry): entry is [string, string] => entry[0].startsWith('K6_') && entry[1] !== undefined);
  return Object.freeze(Object.fromEntries(ours));
}
