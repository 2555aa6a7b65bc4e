import type { HostFunction } from '../sandbox/host-function.ts';
import { findSecret, type SecretSources } from '../secrets/secret-sources.ts';

/** Host functions of the module k6/secrets; secrets are there in every stage, as k6 has them. */
export function secretsFunctions(sources: SecretSources): Readonly<Record<string, HostFunction>> {
  return {
    secretValue: (args) => findSecret(sources, args.count > 1 ? args.text(1) : undefined, args.text(0)),
  };
}
