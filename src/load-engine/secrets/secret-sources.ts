/** Secrets by the name of their source, and there by their own name. */
export type SecretSources = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The source that `secrets.get()` asks where there is more than one. */
export const DEFAULT_SOURCE = 'default';

/**
 * Finds a secret; without a source in the one named `default`, or in the only one.
 * Throws an Error that names the source or the secret that is not there, and how to give it; never another secret's name or value.
 */
export function findSecret(sources: SecretSources, source: string | undefined, name: string): string {
  const asked = source ?? defaultSource(sources);
  const secrets = Object.hasOwn(sources, asked) ? sources[asked] : undefined;
  if (secrets === undefined) throw new Error(`there is no secret source named ${JSON.stringify(asked)}: give it with --secret-source`);
  const value = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
  if (value === undefined) throw new Error(`the secret source ${JSON.stringify(asked)} has no secret named ${JSON.stringify(name)}`);
  return value;
}

function defaultSource(sources: SecretSources): string {
  const [only, ...more] = Object.keys(sources);
  if (only === undefined) throw new Error('no secret source is configured: give one with --secret-source, or under load.secrets');
  if (more.length === 0 || Object.hasOwn(sources, DEFAULT_SOURCE)) return more.length === 0 ? only : DEFAULT_SOURCE;
  throw new Error('there is more than one secret source and none is the default: ask one by its name with secrets.source()');
}

/** All values of all sources. */
export function secretValues(sources: SecretSources | undefined): readonly string[] {
  return Object.values(sources ?? {}).flatMap((secrets) => Object.values(secrets));
}
