import type { Environment } from '../../config/environment.ts';
import { CliFailure } from '../cli-failure.ts';

/** What `-e` gives to a script: `NAME=value`, or `NAME` alone for what the environment has under that name. Throws a CliFailure for anything else; the last one of a name wins. */
export function environmentPairs(pairs: readonly string[], environment: Pick<Environment, 'variable'>): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map((pair) => onePair(pair, environment)));
}

function onePair(pair: string, environment: Pick<Environment, 'variable'>): readonly [string, string] {
  const at = pair.indexOf('=');
  const name = at < 0 ? pair : pair.slice(0, at);
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    // The value may be a secret, so only what stands before it is repeated.
    throw new CliFailure('usage', 'env', `--env ${name} does not begin with a name.`, 'Write it as --env NAME=value, or --env NAME.');
  }
  if (at >= 0) return [name, pair.slice(at + 1)];
  const value = environment.variable(name);
  if (value !== undefined) return [name, value];
  throw new CliFailure('usage', 'env', `--env ${name}: the environment has no ${name}.`, `Set it, or write --env ${name}=value.`);
}
