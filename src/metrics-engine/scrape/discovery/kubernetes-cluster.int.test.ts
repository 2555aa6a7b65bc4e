import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { type CollectorClock, systemClock } from '../collector-clock.ts';
import type { FetchTarget } from '../fetch-target.ts';
import type { HttpClientConfig } from '../http-client-config.ts';
import { httpFetch } from '../http-fetch.ts';
import { makeAuthority } from '../testing/make-certificates.ts';
import type { DiscoveryUpdate } from './discovery.ts';
import type { KubernetesDiscoveryConfig, PodQuery } from './discovery-config.ts';
import { kubernetesCluster } from './kubernetes-cluster.ts';
import { podDiscovery } from './pod-discovery.ts';
import { openPodServer, type PodServer } from './testing/pod-server.ts';

/** How long a test waits for what should come, far longer than it takes. */
const PATIENCE_MS = 10_000;
const ALL: PodQuery = { namespaces: [], ownNamespace: false, labelSelector: '', fieldSelector: '' };
const PLAIN: HttpClientConfig = { followRedirects: true, enableCompression: true };

/** What happens to a cluster. */
type Step =
  | { readonly kind: 'put'; readonly name: string; readonly ip: string }
  | { readonly kind: 'delete'; readonly name: string }
  | { readonly kind: 'bookmark' | 'compact' | 'orderly' | 'broken' | 'pause' };

describe('kubernetesCluster', () => {
  let server: PodServer;
  let stop: AbortController;
  let running: Promise<void> | undefined;
  let targets: Map<string, readonly string[]>;
  let problems: Map<string, string>;
  let slept: number[];
  let onChange: (() => void) | undefined;

  /** Waits are noted and cut short, so that a test of them takes no time. */
  const hastyClock: CollectorClock = {
    ...systemClock,
    sleep: (ms, signal) => {
      slept.push(ms);
      onChange?.();
      return systemClock.sleep(1, signal);
    },
  };

  beforeEach(async () => {
    server = await openPodServer();
    stop = new AbortController();
    running = undefined;
    targets = new Map();
    problems = new Map();
    slept = [];
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await server.close();
  });

  function take(update: DiscoveryUpdate): void {
    const { source } = update;
    problems.delete(source);
    if (update.kind === 'gone') targets.delete(source);
    else if (update.kind === 'failed') problems.set(source, update.problem);
    else
      targets.set(
        source,
        update.groups.flatMap((group) => group.targets.map((target) => target['__address__'] ?? '')),
      );
  }
  function look(
    query: Partial<PodQuery> = {},
    config: Partial<KubernetesDiscoveryConfig> = {},
    serviceAccountFolder?: string,
    fetch: FetchTarget = httpFetch(),
  ): void {
    const full: KubernetesDiscoveryConfig = {
      kind: 'kubernetes-pods',
      apiServer: server.origin,
      http: PLAIN,
      query: { ...ALL, ...query },
      ...config,
    };
    const folder = serviceAccountFolder === undefined ? {} : { serviceAccountFolder };
    const pods = kubernetesCluster({ config: full, fetch, clock: hastyClock, ...folder });
    running = podDiscovery(pods, full.query).run(stop.signal, (updates) => {
      updates.forEach((update) => take(update));
      onChange?.();
    });
  }

  /** Waits until something is so. */
  async function until(isSo: () => boolean, what: () => unknown): Promise<void> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    while (!isSo() && !deadline.aborted) {
      await new Promise<void>((resolve) => {
        onChange = resolve;
        deadline.addEventListener('abort', () => resolve());
        setTimeout(resolve, 5);
      });
    }
    assert.ok(isSo(), JSON.stringify(what()));
  }
  const state = () =>
    Object.fromEntries([...targets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([source, addresses]) => [source, addresses.join()]));
  const becomes = (expected: Readonly<Record<string, string>>) => until(() => JSON.stringify(state()) === JSON.stringify(expected), state);
  const watched = (count = 1) =>
    until(
      () => server.watches === count,
      () => server.watches,
    );

  it('finds the pods that are there, page by page, and those that come, change and go', async () => {
    for (const number of [1, 2, 3, 4, 5]) server.put('a', `p${number}`, `10.0.0.${number}`);
    look();
    const five = Object.fromEntries([1, 2, 3, 4, 5].map((number) => [`pod/a/p${number}`, `10.0.0.${number}:8080`]));
    await becomes(five);
    await watched();
    server.put('b', 'new', '');
    await becomes({ ...five, 'pod/b/new': '' });
    server.put('b', 'new', '10.0.1.1');
    await becomes({ ...five, 'pod/b/new': '10.0.1.1:8080' });
    server.delete('b', 'new');
    server.delete('a', 'p5');
    const { 'pod/a/p5': _, ...four } = five;
    await becomes(four);
    assert.equal(server.asked.filter(({ url }) => url.searchParams.get('watch') === null).length, 3);
  });

  it('asks for the namespaces and selectors of the configuration alone', async () => {
    server.put('a', 'p', '10.0.0.1');
    server.put('b', 'p', '10.0.0.2');
    server.put('c', 'p', '10.0.0.3');
    look({ namespaces: ['a', 'b'], labelSelector: 'app=web', fieldSelector: 'status.phase=Running' });
    await becomes({ 'pod/a/p': '10.0.0.1:8080', 'pod/b/p': '10.0.0.2:8080' });
    await watched(2);
    assert.ok(server.asked.every(({ url }) => url.searchParams.get('labelSelector') === 'app=web'));
    assert.ok(server.asked.every(({ url }) => url.searchParams.get('fieldSelector') === 'status.phase=Running'));
  });

  for (const how of ['orderly', 'broken'] as const) {
    it(`goes on where a watch ended whose end was ${how}, and misses nothing`, async () => {
      look();
      await watched();
      server.put('a', 'p', '10.0.0.1');
      await becomes({ 'pod/a/p': '10.0.0.1:8080' });
      server.endWatches(how);
      server.put('a', 'q', '10.0.0.2');
      server.delete('a', 'p');
      await becomes({ 'pod/a/q': '10.0.0.2:8080' });
      await until(
        () => problems.size === 0,
        () => Object.fromEntries(problems),
      );
      assert.equal(server.asked.filter(({ url }) => url.searchParams.get('watch') === null).length, 1);
    });
  }

  it('goes on from a bookmark', async () => {
    look();
    await watched();
    server.bookmark();
    server.put('a', 'p', '10.0.0.1');
    await becomes({ 'pod/a/p': '10.0.0.1:8080' });
    server.bookmark();
    server.endWatches('orderly');
    await watched();
    assert.equal(server.asked.at(-1)?.url.searchParams.get('resourceVersion'), '103');
  });

  it('begins anew when the server has forgotten where it was, and lets go what went meanwhile', async () => {
    server.put('a', 'p', '10.0.0.1');
    look();
    await watched();
    server.problem = { status: 503, message: 'away' };
    server.endWatches('broken');
    server.delete('a', 'p');
    server.put('a', 'q', '10.0.0.2');
    server.compact();
    server.problem = undefined;
    await becomes({ 'pod/a/q': '10.0.0.2:8080' });
    await until(
      () => problems.size === 0,
      () => Object.fromEntries(problems),
    );
  });

  it('begins anew when a watch is told that its place is gone', async () => {
    server.put('a', 'p', '10.0.0.1');
    look();
    await watched();
    server.say('{"type":"ERROR","object":{"kind":"Status","code":410,"message":"too old resource version"}}');
    await until(
      () => server.asked.filter(({ url }) => url.searchParams.get('watch') === null).length === 2,
      () => server.asked,
    );
    await becomes({ 'pod/a/p': '10.0.0.1:8080' });
  });

  it('keeps what it knew while the server refuses, says why, and asks ever less often', async () => {
    server.put('a', 'p', '10.0.0.1');
    look();
    await watched();
    server.problem = { status: 403, message: 'pods is forbidden' };
    server.endWatches('orderly');
    await until(
      () => slept.length >= 9,
      () => slept,
    );
    assert.deepEqual(slept.slice(0, 8), [1000, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    assert.deepEqual([...problems], [['namespace/*', 'the API server answered 403: pods is forbidden']]);
    assert.deepEqual(state(), { 'pod/a/p': '10.0.0.1:8080' });
    server.problem = undefined;
    await until(
      () => problems.size === 0,
      () => Object.fromEntries(problems),
    );
  });

  it('says what a watch says that is no event', async () => {
    look();
    await watched();
    server.say('{"type":"NEWS","object":{"metadata":{"resourceVersion":"101"}}}');
    await until(
      () => problems.size === 1,
      () => slept,
    );
    assert.match([...problems.values()][0] ?? '', /unknown type "NEWS"/);
  });

  it('knows the pods that there are in the end, whatever breaks in between', async function breaks() {
    this.timeout(PATIENCE_MS * 2);
    const name = fc.constantFrom('p', 'q', 'r');
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), name, ip: fc.ipV4() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), name }) },
      fc.record({
        kind: fc.constantFrom('bookmark' as const, 'compact' as const, 'orderly' as const, 'broken' as const, 'pause' as const),
      }),
    );
    look();
    const model = new Map<string, string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 15 }), async (steps) => {
        for (const each of steps) await play(each, model);
        await becomes(
          Object.fromEntries([...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([pod, ip]) => [`pod/a/${pod}`, `${ip}:8080`])),
        );
      }),
      { numRuns: 30 },
    );
  });

  async function play(step: Step, model: Map<string, string>): Promise<void> {
    switch (step.kind) {
      case 'put':
        model.set(step.name, step.ip);
        return server.put('a', step.name, step.ip);
      case 'delete':
        if (model.delete(step.name)) server.delete('a', step.name);
        return;
      case 'bookmark':
        return server.bookmark();
      case 'compact':
        server.compact();
        return server.endWatches('broken');
      case 'orderly':
      case 'broken':
        return server.endWatches(step.kind);
      case 'pause':
        return systemClock.sleep(3, stop.signal);
    }
  }

  describe('with credentials', () => {
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'account-'));
    });
    after(() => rm(folder, { recursive: true }));

    it('shows the token as it stands in its file, over TLS that it checks', async () => {
      const authority = makeAuthority(folder);
      const { cert, key } = authority.issue('server', 'IP:127.0.0.1');
      const secure = await openPodServer({ cert: readFileSync(cert), key: readFileSync(key) });
      try {
        await writeFile(join(folder, 'token'), 'first\n');
        const authorization = { type: 'Bearer', credentials: { kind: 'file', path: join(folder, 'token') } } as const;
        const http = { ...PLAIN, authorization, tls: { caFile: authority.ca, insecureSkipVerify: false } };
        look({}, { apiServer: secure.origin, http });
        await until(
          () => secure.watches === 1,
          () => secure.asked,
        );
        await writeFile(join(folder, 'token'), 'second\n');
        secure.endWatches('orderly');
        await until(
          () => secure.watches === 1 && secure.asked.length > 2,
          () => secure.asked,
        );
        assert.deepEqual(
          secure.asked.map((each) => each.authorization),
          ['Bearer first', 'Bearer first', 'Bearer second'],
        );
      } finally {
        stop.abort();
        await running;
        await secure.close();
      }
    });

    it('takes the namespace of its own pod from the file that the cluster writes, and waits for it', async () => {
      server.put('mine', 'p', '10.0.0.1');
      server.put('other', 'p', '10.0.0.2');
      look({ ownNamespace: true }, {}, folder);
      await until(
        () => problems.has('namespace/own namespace'),
        () => Object.fromEntries(problems),
      );
      await writeFile(join(folder, 'namespace'), 'mine');
      await becomes({ 'pod/mine/p': '10.0.0.1:8080' });
      assert.equal(problems.size, 0);
    });

    it('asks its own cluster by the name that every cluster gives it, as its own account', async () => {
      await writeFile(join(folder, 'token'), 'own\n');
      server.put('a', 'p', '10.0.0.1');
      const asked: (string | undefined)[] = [];
      // The name leads nowhere here, so the question goes to the server of the test.
      const fetchHere: FetchTarget = (url, request) => {
        asked.push(request.tls?.caFile);
        return httpFetch()(url.replace('https://kubernetes.default.svc', server.origin), { ...request, tls: undefined });
      };
      look({}, { apiServer: undefined }, folder, fetchHere);
      await becomes({ 'pod/a/p': '10.0.0.1:8080' });
      assert.equal(server.asked[0]?.authorization, 'Bearer own');
      assert.equal(asked[0], join(folder, 'ca.crt'));
    });

    it('says which file of its own account it lacks', async () => {
      look({}, { apiServer: undefined }, join(folder, 'none'));
      await until(
        () => problems.size === 1,
        () => Object.fromEntries(problems),
      );
      assert.match([...problems.values()][0] ?? '', /none\/token can't be read/);
    });
  });
});
