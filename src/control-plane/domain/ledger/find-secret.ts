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

/** What stands in the place of a credential that was taken out. */
export const redacted = '[redacted]';

/**
 * Texts that are a credential whatever they are called and wherever they stand: an Authorization header, a private key, a JSON Web Token, a token of
 * Sluice. After the word of a header 16 characters of base64 are asked, and not only small letters: "Basic maintenance" is a reason.
 */
export const secretValues: readonly RegExp[] = [
  /\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)\s+(?=\S*[0-9A-Z])[\w.~+/-]{16,}=*/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*(?:-----END [A-Z ]*PRIVATE KEY-----)?/,
  /\beyJ[\w-]{5,}\.[\w-]{4,}\.[\w-]{4,}/,
  /\bslt_[0-9a-f]{12}_[\w-]{20,}/,
];

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
    if (isSecretMember(key, member)) return place;
    const inside = findSecret(member, place);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Whether a member of an object is a credential by its name: text that is neither empty nor taken out already. */
export function isSecretMember(key: string, member: unknown): member is string {
  return typeof member === 'string' && member !== '' && member !== redacted && namesSecret(key);
}
