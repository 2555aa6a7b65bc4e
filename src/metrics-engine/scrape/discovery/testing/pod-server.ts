import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerOptions } from 'node:https';
import { type OpenTarget, openTarget } from '../../testing/open-target.ts';

/** An API server that a test plays: it lists pods and lets them be watched, as far as a client can tell it from a cluster. */
export interface PodServer {
  readonly origin: string;
  /** What was asked, as method-less URLs, and with which Authorization. */
  readonly asked: readonly { readonly url: URL; readonly authorization: string | undefined }[];
  /** How many watches are open. */
  readonly watches: number;
  /** The problem with which every question is answered from now on; undefined to answer it. */
  problem: { readonly status: number; readonly message: string } | undefined;
  put(namespace: string, name: string, ip: string, annotations?: Readonly<Record<string, string>>): void;
  delete(namespace: string, name: string): void;
  bookmark(): void;
  /** Forgets the events so far: who goes on from before them is told that they are gone. */
  compact(): void;
  /** Ends all watches, in good order or by breaking the connection. */
  endWatches(how: 'orderly' | 'broken'): void;
  /** Sends something that is no event to all watches. */
  say(line: string): void;
  close(): Promise<void>;
}

interface LoggedEvent {
  readonly type: string;
  readonly namespace: string;
  readonly object: unknown;
  readonly version: number;
}

/** Opens an API server on a free port of the loopback, over TLS when it is given a certificate. Lists come two pods a page, watches byte by byte. */
export async function openPodServer(tls?: ServerOptions): Promise<PodServer> {
  const pods = new Map<string, { readonly namespace: string; readonly object: unknown }>();
  const watches = new Map<ServerResponse, string>();
  const asked: { url: URL; authorization: string | undefined }[] = [];
  let log: LoggedEvent[] = [];
  let version = 100;
  let oldest = 0;

  const tell = (event: LoggedEvent) => {
    log.push(event);
    for (const [response, namespace] of watches) send(response, namespace, event);
  };
  const target: OpenTarget = await openTarget((request, response) => {
    const url = new URL(request.url ?? '', 'http://server');
    asked.push({ url, authorization: request.headers.authorization });
    if (server.problem !== undefined) return refuse(response, server.problem.status, server.problem.message);
    const namespace = /^\/api\/v1\/namespaces\/([^/]+)\/pods$/.exec(url.pathname)?.[1] ?? '';
    return url.searchParams.get('watch') === '1' ? watch(request, response, url, namespace) : list(response, url, namespace);
  }, tls);

  function list(response: ServerResponse, url: URL, namespace: string): void {
    const from = Number(url.searchParams.get('continue') ?? 0);
    const found = [...pods.values()].filter((pod) => namespace === '' || pod.namespace === namespace);
    const next = from + 2 < found.length ? String(from + 2) : undefined;
    response.setHeader('content-type', 'application/json');
    const items = found.slice(from, from + 2).map(({ object }) => object);
    response.end(JSON.stringify({ kind: 'PodList', metadata: { resourceVersion: String(version), continue: next }, items }));
  }

  function watch(request: IncomingMessage, response: ServerResponse, url: URL, namespace: string): void {
    const from = Number(url.searchParams.get('resourceVersion'));
    if (from < oldest) return refuse(response, 410, 'too old resource version');
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    watches.set(response, namespace);
    request.on('close', () => watches.delete(response));
    for (const event of log) if (event.version > from) send(response, namespace, event);
  }

  const server: PodServer = {
    origin: target.origin,
    asked,
    get watches() {
      return watches.size;
    },
    problem: undefined,
    put(namespace, name, ip, annotations = {}) {
      const key = `${namespace}/${name}`;
      const type = pods.has(key) ? 'MODIFIED' : 'ADDED';
      version++;
      const object = podObject({ namespace, name, ip, version, annotations });
      pods.set(key, { namespace, object });
      tell({ type, namespace, object, version });
    },
    delete(namespace, name) {
      version++;
      pods.delete(`${namespace}/${name}`);
      tell({ type: 'DELETED', namespace, object: podObject({ namespace, name, ip: '', version, annotations: {} }), version });
    },
    bookmark() {
      version++;
      const object = { kind: 'Pod', metadata: { resourceVersion: String(version) } };
      for (const response of watches.keys()) response.write(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
    },
    compact() {
      log = [];
      oldest = version;
    },
    endWatches(how) {
      for (const response of watches.keys())
        if (how === 'orderly') response.end();
        else response.destroy();
      watches.clear();
    },
    say(line) {
      for (const response of watches.keys()) response.write(`${line}\n`);
    },
    close: () => target.close(),
  };
  return server;
}

/** Writes an event in pieces, since a network cuts where it likes. */
function send(response: ServerResponse, namespace: string, { type, namespace: its, object }: LoggedEvent): void {
  if (namespace !== '' && namespace !== its) return;
  const bytes = Buffer.from(`${JSON.stringify({ type, object })}\n`);
  for (let from = 0; from < bytes.length; from += 97) response.write(bytes.subarray(from, from + 97));
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ kind: 'Status', code: status, message }));
}

interface PodFacts {
  readonly namespace: string;
  readonly name: string;
  readonly ip: string;
  readonly version: number;
  readonly annotations: Readonly<Record<string, string>>;
}

function podObject({ namespace, name, ip, version, annotations }: PodFacts): unknown {
  return {
    kind: 'Pod',
    // A character of several bytes, to be cut by the network.
    metadata: {
      namespace,
      name,
      uid: `${namespace}-${name}`,
      resourceVersion: String(version),
      annotations: { note: 'größer ✓', ...annotations },
    },
    spec: { containers: [{ name: 'app', image: 'app', ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }] }] },
    status: { phase: ip === '' ? 'Pending' : 'Running', podIP: ip },
  };
}
