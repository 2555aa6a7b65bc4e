/** A cookie as a Set-Cookie header gives it. */
export interface ReceivedCookie {
  readonly name: string;
  readonly value: string;
  /** Without a leading dot; '' where the header names none. */
  readonly domain: string;
  /** '' where the header names none. */
  readonly path: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  /** Seconds, undefined where absent; 0 or less removes the cookie. */
  readonly maxAge: number | undefined;
  /** Milliseconds since 1970, undefined where absent or no date. */
  readonly expires: number | undefined;
}

/** Reads one Set-Cookie header (RFC 6265, section 5.2); undefined where it holds no cookie. */
export function parseSetCookie(header: string): ReceivedCookie | undefined {
  const [pair = '', ...attributes] = header.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals).trim();
  if (equals < 0 || name === '') return undefined;
  const given = new Map(attributes.map((attribute) => attributePair(attribute)));
  const maxAge = given.get('max-age');
  const expires = Date.parse(given.get('expires') ?? '');
  return {
    name,
    value: pair
      .slice(equals + 1)
      .trim()
      .replace(/^"(.*)"$/, '$1'),
    domain: (given.get('domain') ?? '').replace(/^\./, '').toLowerCase(),
    path: given.get('path') ?? '',
    secure: given.has('secure'),
    httpOnly: given.has('httponly'),
    maxAge: maxAge !== undefined && /^-?\d+$/.test(maxAge) ? Number(maxAge) : undefined,
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}

function attributePair(attribute: string): readonly [string, string] {
  const equals = attribute.indexOf('=');
  if (equals < 0) return [attribute.trim().toLowerCase(), ''];
  return [attribute.slice(0, equals).trim().toLowerCase(), attribute.slice(equals + 1).trim()];
}
