/** Hosts that workflows may call unless the configuration says otherwise: this machine alone. */
export const loopbackHosts: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

/** The URL if a workflow may call it, or why not. Entries of the list are hosts, any port, or `host:port`; no name is resolved here. */
export function allowedUrl(
  text: string,
  allowedHosts: readonly string[],
): { readonly ok: true; readonly url: URL } | { readonly ok: false; readonly reason: string } {
  if (!URL.canParse(text)) return { ok: false, reason: `"${text}" is not a URL` };
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, reason: `${url.protocol} is not http: or https:` };
  if (url.username !== '' || url.password !== '') return { ok: false, reason: 'A URL must not hold user name or password' };
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const allowed = allowedHosts.some((host) => host === url.hostname || host === `${url.hostname}:${port}`);
  return allowed ? { ok: true, url } : { ok: false, reason: `The host ${url.host} is not on the list of those that workflows may call` };
}
