import { isIP } from 'node:net';

interface HostPort {
  readonly host: string;
  readonly port: string;
}

/** Parts `host:port` or `[v6]:port`; undefined for a text that is neither, as Go's net.SplitHostPort refuses it. */
export function splitHostPort(text: string): HostPort | undefined {
  const [, bracketed, plain, port = ''] = /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^[\]:]*)$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  return host === undefined ? undefined : { host, port };
}

/** The host of `host:port`; a text without a port is answered as it is. */
export function stripPort(text: string): string {
  return splitHostPort(text)?.host ?? text;
}

/** The first part of a host's name, its port kept; an address stays whole. */
export function stripDomain(text: string): string {
  const { host, port } = splitHostPort(text) ?? { host: text, port: '' };
  if (isIP(host) !== 0) return text;
  const first = host.split('.')[0] ?? '';
  return port === '' ? first : `${first}:${port}`;
}
