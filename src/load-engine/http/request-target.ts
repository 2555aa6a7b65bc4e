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
  /** `Basic …` where the address carries a user and a password. */
  readonly basicAuthorization: string | undefined;
}

/** Takes an address apart; undefined where it is no absolute http or https URL. */
export function requestTarget(address: string, base?: string): RequestTarget | undefined {
  const url = URL.parse(address, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  const secure = url.protocol === 'https:';
  return {
    href: `${url.origin}${url.pathname}${url.search}`,
    origin: url.origin,
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    path: `${url.pathname}${url.search}`,
    basicAuthorization: basicAuthorization(url),
  };
}

/** What stands for an address that is none. */
export function invalidTarget(address: string): RequestTarget {
  return { href: address, origin: '', secure: false, hostname: '', port: 0, path: '', basicAuthorization: undefined };
}

function basicAuthorization({ username, password }: URL): string | undefined {
  if (username === '') return undefined;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}
