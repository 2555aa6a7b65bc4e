/** Whether `host` or `host:port` is meant by a pattern: `api.local`, `api.local:8080`, `*.local`, `*`. Without a port every port is meant. */
export function hostMatches(pattern: string, hostname: string, port: number): boolean {
  const { host, port: wanted } = splitPort(pattern.toLowerCase());
  if (wanted !== undefined && wanted !== port) return false;
  const name = hostname.toLowerCase();
  if (host === '*') return true;
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) && name.length > host.length - 1 : name === host;
}

/** Takes `host:port` and `[v6]:port` apart. */
export function splitPort(text: string): { readonly host: string; readonly port: number | undefined } {
  const bracketed = /^\[(.+)\](?::(\d+))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1] ?? '', port: bracketed[2] === undefined ? undefined : Number(bracketed[2]) };
  const plain = /^([^:]*):(\d+)$/.exec(text);
  return plain === null ? { host: text, port: undefined } : { host: plain[1] ?? '', port: Number(plain[2]) };
}
