const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A target's URL for people on other machines: where it names the loopback, this machine's name stands instead. Source: Prometheus. */
export function globalUrl(url: string, hostname: string): string {
  const parsed = new URL(url);
  if (!LOOPBACK.has(parsed.hostname)) return url;
  parsed.hostname = hostname;
  return parsed.href;
}
