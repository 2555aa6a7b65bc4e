import type { HttpClientConfig } from './http-client-config.ts';
import { readSecret } from './read-secret.ts';

/** The value of the Authorization header, its secret read anew; undefined when the configuration has no credentials. Throws as readSecret does. */
export async function authorizationHeader(
  { basicAuth, authorization }: Pick<HttpClientConfig, 'basicAuth' | 'authorization'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (authorization !== undefined) return `${authorization.type} ${checked(await readSecret(authorization.credentials, signal))}`;
  if (basicAuth === undefined) return undefined;
  const password = await readSecret(basicAuth.password, signal);
  return `Basic ${Buffer.from(`${basicAuth.username}:${password}`).toString('base64')}`;
}

/** A header's library would quote the secret when it refuses it, so it is looked at before. */
function checked(secret: string): string {
  if (/^[\x21-\x7e][\x20-\x7e]*$/.test(secret)) return secret;
  throw new Error('the credentials are empty, or have characters that no header may hold');
}
