/** Where a request goes, taken apart once. */
export interface RequestTarget {
  /** Without credentials and fragment: what tags and Response.url show. */
  readonly href: string;
  readonly origin: string;
  readonly secure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
  /** Path and query, as sent. */
  readonly path: string;
  /** Those that the address carries. */
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
  /** `Basic …` of the credentials. */
  readonly basicAuthorization: string | undefined;
}

/** Takes an address apart; undefined where it is no absolute http or https URL. */
export function requestTarget(address: string, base?: string): RequestTarget | undefined {
  const url = URL.parse(address, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const secure = url.protocol === 'https:';
  const credentials = credentialsOf(url);
  return {
    href: `${url.origin}${url.pathname}${url.search}`,
    origin: url.origin,
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    credentials,
    basicAuthorization: basicAuthorization(credentials),
  };
}

/** What stands for an address that is none. */
export function invalidTarget(address: string): RequestTarget {
  // Whatever else is wrong with it, it may hold a password.
  return {
    href: address.replace(/\/\/[^/?#]*@/, '//'),
    origin: '',
    secure: false,
    hostname: '',
    port: 0,
    path: '',
    credentials: undefined,
    basicAuthorization: undefined,
  };
}

/** The same target with the credentials of another. */
export function withCredentialsOf(target: RequestTarget, { credentials, basicAuthorization }: RequestTarget): RequestTarget {
  return { ...target, credentials, basicAuthorization };
}

function credentialsOf({ username, password }: URL): RequestTarget['credentials'] {
  return username === '' ? undefined : { user: decoded(username), password: decoded(password) };
}

/** A percent sign that begins no escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function basicAuthorization(credentials: RequestTarget['credentials']): string | undefined {
  if (credentials === undefined) return undefined;
  return `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
}
