import { createHash } from 'node:crypto';
import { Agent } from 'undici';
import type { HttpClientConfig } from './http-client-config.ts';
import { readConfiguredFile } from './read-secret.ts';

type TlsConfig = NonNullable<HttpClientConfig['tls']>;

/** The connections' makers, one a TLS configuration. Its files are read at each use, so that renewed certificates need no restart. */
export class TlsAgents {
  // A connection a scrape: a connection kept open that the target has closed meanwhile would pass for a target that is down.
  readonly #plain = new Agent({ pipelining: 0 });
  readonly #byConfig = new Map<string, { readonly fingerprint: string; readonly agent: Agent }>();

  /** The agent for a configuration. Throws Error when one of its files can't be read. */
  async agentFor(tls: TlsConfig | undefined, signal: AbortSignal): Promise<Agent> {
    if (tls === undefined) return this.#plain;
    const [ca, cert, key] = await Promise.all([tls.caFile, tls.certFile, tls.keyFile].map((path) => readIfNamed(path, signal)));
    const fingerprint = fingerprintOf([ca, cert, key]);
    const config = JSON.stringify(tls);
    const known = this.#byConfig.get(config);
    if (known?.fingerprint === fingerprint) return known.agent;
    const agent = new Agent({
      pipelining: 0,
      connect: {
        rejectUnauthorized: !tls.insecureSkipVerify,
        ...(ca === undefined ? {} : { ca }),
        ...(cert === undefined ? {} : { cert }),
        ...(key === undefined ? {} : { key }),
        ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
      },
    });
    this.#byConfig.set(config, { fingerprint, agent });
    return agent;
  }
}

async function readIfNamed(path: string | undefined, signal: AbortSignal): Promise<Buffer | undefined> {
  return path === undefined ? undefined : readConfiguredFile(path, signal);
}

function fingerprintOf(files: readonly (Buffer | undefined)[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file?.length ?? -1}:`).update(file ?? '');
  return hash.digest('base64');
}
