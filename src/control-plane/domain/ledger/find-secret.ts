/** Ends of names, in lower case without separators, whose values are credentials: `accessToken`, `client_secret`, `Set-Cookie`. */
const secretEndings = [
  'password',
  'passwd',
  'passphrase',
  'secret',
  'token',
  'authorization',
  'cookie',
  'apikey',
  'privatekey',
  'credentials',
] as const;

/** Values that are a credential whatever they are called: an Authorization header, a private key, a signed JSON Web Token. */
const secretValues = [/^(Bearer|Basic)\s+\S+$/i, /-----BEGIN [A-Z ]*PRIVATE KEY-----/, /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/] as const;

/** Whether a name is that of a credential: `password`, `Authorization`, `refresh_token`. Names of other things that mention one, like `tokensIssued`, are none. */
export function namesSecret(name: string): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return secretEndings.some((ending) => plain.endsWith(ending));
}

/**
 * Answers the path of the first credential in a JSON value, e.g. `$.headers.Authorization`, or undefined where there is none.
 *
 * Only text is taken for a credential: the number in `{ token: 3 }` counts holders of a lease.
 */
export function findSecret(value: unknown, path = '$'): string | undefined {
  if (typeof value === 'string') return secretValues.some((secret) => secret.test(value)) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    if (typeof member === 'string' && member !== '' && namesSecret(key)) return place;
    const inside = findSecret(member, place);
    if (inside !== undefined) return inside;
  }
  return undefined;
}
