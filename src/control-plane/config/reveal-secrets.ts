import type { Secret } from './secret.ts';

/** Secrets in the clear, by name; throws an Error that names the source of one that is unset. */
export function revealSecrets(secrets: Readonly<Record<string, Secret>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, secret.reveal()]));
}
