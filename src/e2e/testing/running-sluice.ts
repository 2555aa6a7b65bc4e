import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { eventStreamParser } from '../../control-plane/cli/remote/server-sent-events.ts';
import type { ReleaseNews } from '../../control-plane/control/control-plane.ts';
import type { ReleaseView } from '../../control-plane/domain/release/release-view.ts';
import { startChild } from './child.ts';
import { eventually } from './eventually.ts';
import { sluiceBinary } from './sluice-cli.ts';

/** `sluice up` in a process of its own. */
export interface RunningSluice {
  readonly url: string;
  readonly pid: number;
  /** The admin's. */
  readonly token: string;
  readonly tokenFile: string;
  readonly logFile: string;
  /** A request to the API with the admin's token, whatever its status. */
  call(method: string, path: string, body?: unknown): Promise<Response>;
  /** Asks for a release and answers its id. */
  release(version: string): Promise<string>;
  view(releaseId: string): Promise<ReleaseView>;
  /** Waits until a release is as wanted. */
  until(releaseId: string, what: string, isSo: (release: ReleaseView) => boolean): Promise<ReleaseView>;
  /** What is recorded of a release, from its beginning on and live; ends when the server does. */
  news(releaseId: string): AsyncGenerator<ReleaseNews>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** What is started again and again on the same folder. */
export interface SluicePlace {
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Starts `sluice up` and waits until it takes requests. */
export async function startSluice({ config, env }: SluicePlace): Promise<RunningSluice> {
  const logFile = join(dirname(config), 'sluice.log');
  const child = startChild({ name: 'sluice', command: [sluiceBinary, 'up', '--config', config, '--json'], env, logFile });
  const { url, adminTokenFile } = (await child.ready) as { readonly url: string; readonly adminTokenFile: string };
  const token = (await readFile(adminTokenFile, 'utf8')).trim();
  const call: RunningSluice['call'] = (method, path, body) =>
    fetch(`${url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
  const view: RunningSluice['view'] = async (releaseId) => (await expectOk(call('GET', `/releases/${releaseId}`))) as ReleaseView;
  return {
    url,
    pid: child.pid,
    token,
    tokenFile: adminTokenFile,
    logFile,
    call,
    view,
    release: async (version) => {
      const answer = await expectOk(call('POST', '/releases', { service: 'workflow-service', version, reason: 'end-to-end test' }));
      return (answer as ReleaseView).releaseId;
    },
    until: async (releaseId, what, isSo) => {
      let last: ReleaseView | undefined;
      const look = async (): Promise<ReleaseView | undefined> => {
        last = await view(releaseId);
        return isSo(last) ? last : undefined;
      };
      return eventually(what, look, { lastSeen: () => `${last?.status}: ${last?.headline}` });
    },
    news: (releaseId) => newsOf(`${url}/api/v1/releases/${releaseId}/events`, token),
    stop: () => child.stop(),
    kill: () => child.kill(),
  };
}

async function expectOk(answering: Promise<Response>): Promise<unknown> {
  const response = await answering;
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

async function* newsOf(url: string, token: string): AsyncGenerator<ReleaseNews> {
  const ending = new AbortController();
  try {
    const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: ending.signal });
    const parse = eventStreamParser();
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      for (const event of parse(decoder.decode(bytes, { stream: true }))) {
        if (event.kind === 'news') yield JSON.parse(event.data) as ReleaseNews;
      }
    }
  } catch (error) {
    // The server was killed in mid-stream; whoever looks on sees the stream end.
    if (!(error instanceof TypeError)) throw error;
  } finally {
    ending.abort();
  }
}
