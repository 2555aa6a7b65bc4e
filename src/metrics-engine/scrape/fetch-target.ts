import type { HttpClientConfig } from './http-client-config.ts';

/** How a target is asked. */
export interface TargetRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly redirect: 'manual';
  readonly signal: AbortSignal;
  readonly tls: HttpClientConfig['tls'];
}

/** What a target answers. Its body comes as it was sent, so that whoever reads it sees a compressed one that was cut off. */
export interface TargetAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: AsyncIterable<Uint8Array> | null;
}

/**
 * Asks a target once, without following redirects. Rejects with the network's error, or when the signal aborts, which also ends a body
 * that is being read. The global fetch is one, but for TLS files and bodies, which it uncompresses.
 */
export type FetchTarget = (url: string, request: TargetRequest) => Promise<TargetAnswer>;
