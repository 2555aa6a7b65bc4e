import type { FetchTarget, TargetAnswer } from './fetch-target.ts';
import type { HttpClientConfig } from './http-client-config.ts';

export interface RedirectOptions {
  readonly fetch: FetchTarget;
  readonly http: Pick<HttpClientConfig, 'tls' | 'followRedirects'>;
  readonly headers: Readonly<Record<string, string>>;
  /** The credentials, which go to the target's own origin alone; undefined for none. */
  readonly authorization: string | undefined;
  readonly signal: AbortSignal;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
// Source: Go's client, and so Prometheus, gives up after as many.
const MOST_REDIRECTS = 10;

/**
 * Asks a target, and where it sends the collector when the configuration says so.
 *
 * Neither credentials nor the client's certificate go to another origin: a target must not be able to send them to a stranger.
 * Throws Error for a redirect that leads nowhere or in circles.
 */
export async function followRedirects(
  url: string,
  { fetch, http, headers, authorization, signal }: RedirectOptions,
): Promise<TargetAnswer> {
  let at = new URL(url);
  const home = at.origin;
  for (let count = 0; count <= MOST_REDIRECTS; count++) {
    const isHome = at.origin === home;
    const secret = isHome && authorization !== undefined ? { authorization } : {};
    const tls = isHome ? http.tls : withoutIdentity(http.tls);
    const answer = await fetch(at.href, { headers: { ...headers, ...secret }, redirect: 'manual', signal, tls });
    if (!http.followRedirects || !REDIRECTS.has(answer.status)) return answer;
    at = destination(at, answer);
  }
  throw new Error(`the target answered with more than ${MOST_REDIRECTS} redirects`);
}

function destination(from: URL, { status, headers }: TargetAnswer): URL {
  const location = headers.get('location') ?? '';
  const to = location !== '' && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to?.protocol === 'http:' || to?.protocol === 'https:') return to;
  throw new Error(`the target answered ${status} without a Location to follow`);
}

/** What is needed to trust a server, and nothing that says who asks. */
function withoutIdentity(tls: HttpClientConfig['tls']): HttpClientConfig['tls'] {
  if (tls === undefined) return undefined;
  const { caFile, insecureSkipVerify } = tls;
  return { ...(caFile === undefined ? {} : { caFile }), insecureSkipVerify };
}
