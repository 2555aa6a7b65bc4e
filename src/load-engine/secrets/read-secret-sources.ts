import { messageOf } from '../message-of.ts';
import { parseSecretFile } from './parse-secret-file.ts';
import { DEFAULT_SOURCE, type SecretSources } from './secret-sources.ts';

/** Where secrets are taken from. */
export interface SecretOrigins {
  /** Throws where the file can't be had. */
  readonly readFile: (path: string) => string;
  /** A variable of the environment. */
  readonly variable: (name: string) => string | undefined;
}

/**
 * Reads what flags `--secret-source=KIND=…` name: `file=PATH` (NAME=value lines or JSON) and `env=NAME,NAME` (variables of the environment).
 * `name=N,` before the rest names a source (`default` where it is absent), `default,` makes it the one that secrets.get() asks.
 * Throws an Error that says which flag is wrong and what it may be; `mock` and other sources on the command line are refused, for everybody can read that.
 */
export function readSecretSources(flags: readonly string[], origins: SecretOrigins): SecretSources {
  const sources: Record<string, Readonly<Record<string, string>>> = {};
  for (const flag of flags) {
    const { kind, name, isDefault, rest } = readFlag(flag);
    const secrets = kind === 'file' ? fromFile(rest, origins) : fromEnvironment(rest, origins);
    for (const each of new Set(isDefault ? [name, DEFAULT_SOURCE] : [name])) {
      if (Object.hasOwn(sources, each))
        throw new Error(`there are two secret sources named ${each}: name them apart (${kind}=name=other,…)`);
      sources[each] = secrets;
    }
  }
  return sources;
}

interface Flag {
  readonly kind: 'file' | 'env';
  readonly name: string;
  readonly isDefault: boolean;
  readonly rest: readonly string[];
}

function readFlag(flag: string): Flag {
  const [kind = '', ...values] = flag.split('=');
  if (kind !== 'file' && kind !== 'env') throw new Error(`the secret source ${JSON.stringify(kind)} is not supported: ${advice(kind)}`);
  const parts = values
    .join('=')
    .split(',')
    .filter((part) => part !== '');
  const name = parts.find((part) => part.startsWith('name='))?.slice('name='.length);
  const rest = parts.filter((part) => part !== 'default' && !part.startsWith('name='));
  if (rest.length === 0)
    throw new Error(`the secret source ${kind} needs ${kind === 'file' ? 'a path: file=PATH' : 'names of variables: env=NAME,NAME'}`);
  return { kind, name: name ?? DEFAULT_SOURCE, isDefault: parts.includes('default'), rest };
}

function advice(kind: string): string {
  return kind === 'mock' || kind === 'cli'
    ? 'everybody on the machine can read the command line; put the secrets into a file (file=PATH) or into the environment (env=NAME)'
    : 'there are file=PATH and env=NAME';
}

function fromFile([first = '', ...more]: readonly string[], { readFile }: SecretOrigins): Readonly<Record<string, string>> {
  const path = [first.replace(/^filename=/, ''), ...more].join(',');
  try {
    return parseSecretFile(readFile(path));
  } catch (error) {
    throw new Error(`the secret source file=${path} can't be read: ${messageOf(error)}`, { cause: error });
  }
}

function fromEnvironment(names: readonly string[], { variable }: SecretOrigins): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.map((name) => {
      const value = variable(name);
      if (value === undefined) throw new Error(`the secret source env=${name} is empty: there is no such variable in the environment`);
      return [name, value] as const;
    }),
  );
}
