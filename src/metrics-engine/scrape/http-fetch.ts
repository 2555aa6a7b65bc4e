import { request } from 'undici';
import type { FetchTarget } from './fetch-target.ts';
import { TlsAgents } from './tls-agents.ts';

/** Asks targets over HTTP/1.1, each on a connection of its own that closes with the answer. */
export function httpFetch(): FetchTarget {
  const agents = new TlsAgents();
  return async (url, { headers, signal, tls }) => {
    const answer = await request(url, { method: 'GET', headers, signal, dispatcher: await agents.agentFor(tls, signal) });
    // A body that nobody reads any more is aborted, and its error is nobody's.
    answer.body.on('error', () => undefined);
    return { status: answer.statusCode, headers: { get: (name) => firstOf(answer.headers[name]) }, body: answer.body };
  };
}

function firstOf(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}
