import { isSecretMember, redacted, secretValues } from './find-secret.ts';

/**
 * A JSON value with `[redacted]` in the place of each credential that findSecret() would find, so that the ledger takes it.
 *
 * For what the outside said and Sluice only repeats: a service that answers with a token must not keep its verdict from being recorded.
 */
export function redactSecrets<T>(value: T): T {
  return redactedIn(value) as T;
}

function redactedIn(value: unknown): unknown {
  if (typeof value === 'string') return secretValues.reduce((text, secret) => text.replace(new RegExp(secret, 'g'), redacted), value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(redactedIn);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, isSecretMember(key, member) ? redacted : redactedIn(member)]),
  );
}
