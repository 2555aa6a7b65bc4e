import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { SourceError } from '../../control/ports/source-error.ts';
import type { VerifiedPact } from '../../domain/contract/contract-evidence.ts';
import { type PactVerifierConfig, pactContractVerifier } from './pact-verifier.ts';

const committed = join(import.meta.dirname, '../../../../contracts/pacts/workflow-ui-workflow-service.json');

const workflow = {
  id: '123',
  version: 4,
  userId: '9',
  name: 'Stored',
  description: '',
  status: 'active',
  nodes: [{ id: 'n', type: 't', name: 'N' }],
  connections: [{ from: 'n', to: 'n' }],
  createdAt: '2026-02-03T04:05:06.789Z',
  updatedAt: '2026-02-03T04:05:06.789Z',
};

interface Exchange {
  readonly path: string;
  readonly method: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

type Handler = (exchange: Exchange, response: ServerResponse, state: string) => void;

function answer(response: ServerResponse, status: number, body: unknown, type = 'application/json'): void {
  response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
}

/** Answers as the pact has it. */
const faithful: Handler = (exchange, response, state) => {
  if (exchange.method === 'POST') {
    const draft = JSON.parse(exchange.body) as { readonly name: string };
    if (draft.name === '') return answer(response, 400, { title: 'Bad Request', status: 400 }, 'application/problem+json');
    return answer(response, 201, { ...workflow, ...draft, nodes: [] });
  }
  if (state === 'No workflow exists') return answer(response, 404, { title: 'Not Found', status: 404 }, 'application/problem+json');
  answer(response, 200, workflow);
};

function interaction(verifications: readonly VerifiedPact[], description: string): VerifiedPact['interactions'][number] {
  const found = verifications.flatMap((verification) => verification.interactions).find((one) => one.description === description);
  assert.ok(found !== undefined, `no interaction "${description}"`);
  return found;
}

async function refused(verification: Promise<unknown>, code: string, retryable: boolean): Promise<SourceError> {
  const error = await verification.then(
    () => undefined,
    (error: unknown) => error,
  );
  assert.ok(error instanceof SourceError, `${String(error)} is no SourceError`);
  assert.equal(`${error.code} retryable=${error.retryable}`, `${code} retryable=${retryable}`, error.message);
  return error;
}

describe('pactContractVerifier', () => {
  let folder: string;
  let server: Server;
  let seen: Exchange[];
  let handler: Handler;
  let onState: (response: ServerResponse, state: string) => void;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'verify-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  beforeEach(async () => {
    seen = [];
    handler = faithful;
    onState = (response) => answer(response, 200, {});
    let state = '';
    server = createServer((incoming, response) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        body += chunk;
      });
      incoming.on('end', () => {
        const exchange = { path: incoming.url ?? '', method: incoming.method ?? '', authorization: incoming.headers.authorization, body };
        seen.push(exchange);
        if (exchange.path !== '/states') return handler(exchange, response, state);
        state = (JSON.parse(body) as { readonly state: string }).state;
        onState(response, state);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const baseUrl = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function pactWith(name: string, change: (pact: Record<string, unknown>) => unknown): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, JSON.stringify(change(JSON.parse(await readFile(committed, 'utf8')) as Record<string, unknown>)));
    return path;
  }

  function verify(
    request: {
      readonly pactFiles?: readonly string[];
      readonly deadlineMs?: number;
      readonly baseUrl?: string;
      readonly signal?: AbortSignal;
    } = {},
    config: PactVerifierConfig = {},
  ): Promise<readonly VerifiedPact[]> {
    // The process inherits nothing but where its coverage goes.
    const environment = { NODE_V8_COVERAGE: process.env.NODE_V8_COVERAGE };
    const at = request.baseUrl ?? baseUrl();
    return pactContractVerifier({ environment, ...config }).verify({
      provider: 'workflow-service',
      version: 'v2',
      baseUrl: at,
      pactFiles: [committed],
      providerStatesUrl: `${at}/states`,
      headers: { Authorization: 'Bearer s3cret' },
      deadlineMs: 30_000,
      ...request,
    });
  }

  it('answers every interaction of a provider that keeps its contract', async () => {
    const [verification, ...others] = await verify();
    assert.deepEqual(others, []);
    assert.equal(verification?.consumer, 'workflow-ui');
    assert.equal(verification.provider, 'workflow-service');
    assert.match(verification.pactSha, /^[0-9a-f]{64}$/);
    assert.deepEqual(
      verification.interactions.map((one) => [one.verdict, one.mismatches.length]),
      Array.from({ length: 4 }, () => ['passed', 0]),
    );
    assert.deepEqual(interaction([verification], 'A request for workflow details').providerStates, ['A workflow exists']);
  });

  it('replays with the headers it was given and sets the states up', async () => {
    await verify();
    assert.ok(seen.every((exchange) => exchange.authorization === 'Bearer s3cret'));
    const states = seen.filter((exchange) => exchange.path === '/states').map((exchange) => JSON.parse(exchange.body) as unknown);
    assert.deepEqual(states, [
      { action: 'setup', params: { id: '123' }, state: 'No workflow exists' },
      { action: 'teardown', params: { id: '123' }, state: 'No workflow exists' },
      { action: 'setup', params: { id: '123' }, state: 'A workflow exists' },
      { action: 'teardown', params: { id: '123' }, state: 'A workflow exists' },
    ]);
  });

  it('names the interaction and the path of a field that was renamed', async () => {
    handler = (exchange, response, state) => {
      if (exchange.method !== 'GET' || state !== 'A workflow exists') return faithful(exchange, response, state);
      const { name, ...rest } = workflow;
      answer(response, 200, { ...rest, title: name, nodes: [{ id: 'n', type: 7, name: 'N' }] });
    };
    const verifications = await verify();
    const broken = interaction(verifications, 'A request for workflow details');
    assert.equal(broken.verdict, 'failed');
    assert.deepEqual(broken.mismatches, [
      { where: 'body $.name', description: 'is missing' },
      {
        where: 'body $.nodes[0].type',
        description: `Expected 7 (Integer) to be the same type as 'http-request' (String) (expected "http-request" but was 7)`,
      },
    ]);
    assert.equal(interaction(verifications, 'A request to create a workflow').verdict, 'passed');
  });

  it('says which status and which header were wrong', async () => {
    handler = (exchange, response, state) => {
      if (exchange.method !== 'GET' || state !== 'A workflow exists') return faithful(exchange, response, state);
      answer(response, 500, {}, 'text/plain');
    };
    const { mismatches } = interaction(await verify(), 'A request for workflow details');
    assert.deepEqual(
      mismatches.map((mismatch) => `${mismatch.where}: ${mismatch.description}`),
      [
        'status: expected 200 but was 500',
        'header Content-Type: expected application/json but was text/plain',
        'body: expected application/json but was text/plain',
      ],
    );
  });

  it('counts a state that the provider cannot set up as a mismatch, and asks for it once', async () => {
    onState = (response, state) =>
      state === 'A workflow exists' ? answer(response, 500, { title: 'no database' }) : answer(response, 200, {});
    const verifications = await verify();
    const { verdict, mismatches } = interaction(verifications, 'A request for workflow details');
    assert.equal(verdict, 'failed');
    assert.equal(mismatches[0]?.where, 'state');
    assert.match(mismatches[0].description, /"A workflow exists": setup of the state was answered with 500 \{"title":"no database"\}/);
    assert.equal(interaction(verifications, 'A request to create a workflow').verdict, 'passed');
    assert.equal(seen.filter((exchange) => exchange.body.includes('"A workflow exists"')).length, 1);
  });

  it('verifies each pact by itself', async () => {
    const other = await pactWith('other-ui.json', (pact) => ({ ...pact, consumer: { name: 'other-ui' } }));
    const verifications = await verify({ pactFiles: [committed, other] });
    assert.deepEqual(
      verifications.map((verification) => [verification.consumer, verification.interactions.length]),
      [
        ['workflow-ui', 4],
        ['other-ui', 4],
      ],
    );
    assert.notEqual(verifications[0]?.pactSha, verifications[1]?.pactSha);
  });

  it('keeps back the credentials that a provider repeats', async () => {
    handler = (exchange, response, state) =>
      state === 'A workflow exists'
        ? answer(response, 200, { ...workflow, version: `I saw ${exchange.authorization}` })
        : faithful(exchange, response, state);
    const { mismatches } = interaction(await verify({}), 'A request for workflow details');
    assert.match(mismatches[0]?.description ?? '', /I saw \*\*\*/);
    assert.doesNotMatch(JSON.stringify(mismatches), /s3cret/);
  });

  it('finds a pact by a path from the working directory', async () => {
    const [verification] = await verify({ pactFiles: [relative(process.cwd(), committed)] });
    assert.equal(verification?.interactions.length, 4);
  });

  it('says what kept the verifier from running', async () => {
    const own = await pactWith('own.json', (pact) => pact);
    const error = await refused(verify({ pactFiles: [own] }, { started: () => rmSync(own) }), 'verifier-refused', false);
    assert.match(error.message, /own\.json' does not exist/);
  });

  it('leaves out what the consumer marked as pending and does not hold', async () => {
    const pending = await pactWith('pending.json', (pact) => ({
      ...pact,
      interactions: (pact.interactions as object[]).map((one) => ({ ...one, pending: true })),
    }));
    handler = (exchange, response, state) => (exchange.method === 'POST' ? faithful(exchange, response, state) : answer(response, 500, {}));
    const [verification] = await verify({ pactFiles: [pending] });
    assert.deepEqual(
      verification?.interactions.map((one) => one.description),
      ['A request to create a workflow', 'A request to create a workflow without a name'],
    );
  });

  it('proves nothing without pacts or without interactions, and asks nobody', async () => {
    assert.deepEqual(await verify({ pactFiles: [] }), []);
    const empty = await pactWith('empty.json', (pact) => ({ ...pact, interactions: [] }));
    const [verification] = await verify({ pactFiles: [empty] });
    assert.deepEqual(verification?.interactions, []);
    assert.deepEqual(seen, []);
  });

  it('refuses what is no pact, or a pact with somebody else', async () => {
    const elsewhere = await pactWith('elsewhere.json', (pact) => ({ ...pact, provider: { name: 'user-service' } }));
    const nothing = await pactWith('nothing.json', () => ({}));
    assert.match((await refused(verify({ pactFiles: [elsewhere] }), 'pact-unreadable', false)).message, /its provider is user-service/);
    await refused(verify({ pactFiles: [nothing] }), 'pact-unreadable', false);
    await refused(verify({ pactFiles: [join(folder, 'missing.json')] }), 'pact-unreadable', false);
  });

  it('blames no contract on a provider that is down', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const error = await refused(verify({ baseUrl: `http://127.0.0.1:${port}` }), 'provider-unreachable', true);
    assert.match(error.message, new RegExp(`workflow-service accepts no connection at http://127.0.0.1:${port}`));
  });

  it('blames no contract on a provider that breaks its connections off', async () => {
    handler = (_exchange, response) => response.destroy();
    await refused(verify(), 'provider-unreachable', true);
  });

  it('blames no contract on a states URL that breaks its connections off', async () => {
    onState = (response) => response.destroy();
    await refused(verify(), 'provider-unreachable', true);
  });

  it('stops a verifier whose provider hangs past the deadline', async () => {
    handler = () => undefined;
    const pids: number[] = [];
    await refused(verify({ deadlineMs: 1500 }, { started: (pid) => pids.push(pid) }), 'verifier-timeout', true);
    assert.equal(pids.length, 1);
    assert.throws(() => process.kill(pids[0] ?? 0, 0), { code: 'ESRCH' });
  });

  it('says that the provider did not answer when single requests run out of time', async () => {
    handler = () => undefined;
    const error = await refused(verify({}, { requestTimeoutMs: 200 }), 'provider-unreachable', true);
    assert.match(error.message, /got no answer/);
  });

  it('outlives a verifier that is killed', async () => {
    let pid = 0;
    handler = () => process.kill(pid, 'SIGKILL');
    const error = await refused(verify({}, { started: (id) => (pid = id) }), 'verifier-crashed', true);
    assert.match(error.message, /was ended by SIGKILL/);
  });

  it('stops when its caller gives up', async () => {
    const caller = new AbortController();
    handler = () => caller.abort();
    await refused(verify({ signal: caller.signal }), 'verifier-timeout', true);
  });
});
