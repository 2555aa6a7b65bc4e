import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Matchers, Pact } from '@pact-foundation/pact';
import { type WorkflowClient, WorkflowServiceProblem, workflowClient } from './workflow-client.ts';

const { eachLike, integer, like, regex, string } = Matchers;

const committed = join(import.meta.dirname, '..', 'pacts', 'workflow-ui-workflow-service.json');
const moment = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$`;
const authorization = regex(/^Bearer \S+$/, 'Bearer a-token');
const json = { 'Content-Type': regex(/^application\/json(;.*)?$/, 'application/json') };
const problemJson = { 'Content-Type': regex(/^application\/problem\+json(;.*)?$/, 'application/problem+json') };

const workflowFields = {
  version: integer(1),
  userId: string('7'),
  status: string('draft'),
  connections: like([]),
  createdAt: regex(moment, '2026-01-01T00:00:00.000Z'),
  updatedAt: regex(moment, '2026-01-01T00:00:00.000Z'),
};

const client = (server: { readonly url: string }): WorkflowClient =>
  workflowClient({ baseUrl: server.url, token: 'a-token', deadlineMs: 5000 });

describe('workflow-ui with workflow-service', () => {
  let folder: string;
  let written: string;
  let pact: Pact;

  before(async () => {
    // The native library reads it when it first matches a request; whoever runs mocha by hand is not counted either.
    process.env.PACT_DO_NOT_TRACK = 'true';
    folder = await mkdtemp(join(tmpdir(), 'pacts-'));
    written = join(folder, 'workflow-ui-workflow-service.json');
    pact = new Pact({ dir: folder, consumer: 'workflow-ui', provider: 'workflow-service', logLevel: 'error' });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('reads the details of a workflow', async () => {
    const workflow = await pact
      .addInteraction()
      .given('A workflow exists', { id: '123' })
      .uponReceiving('A request for workflow details')
      .withRequest('GET', '/api/v1/workflows/123', (request) => request.headers({ Authorization: authorization }))
      .willRespondWith(200, (response) =>
        response.headers(json).jsonBody({
          ...workflowFields,
          id: '123',
          name: string('Order intake'),
          description: string('Takes orders in'),
          nodes: eachLike({ id: string('node-1'), type: string('http-request'), name: string('Fetch order') }),
        }),
      )
      .executeTest((server) => client(server).details('123'));
    assert.equal(workflow?.id, '123');
    assert.deepEqual(workflow.nodes, [{ id: 'node-1', type: 'http-request', name: 'Fetch order' }]);
  });

  it('shows no workflow where none has the id', async () => {
    const missing = await pact
      .addInteraction()
      .given('No workflow exists', { id: '123' })
      .uponReceiving('A request for the details of a workflow that is not there')
      .withRequest('GET', '/api/v1/workflows/123', (request) => request.headers({ Authorization: authorization }))
      .willRespondWith(404, (response) => response.headers(problemJson).jsonBody({ title: string('Not Found'), status: 404 }))
      .executeTest(async (server) => ({ found: await client(server).details('123') }));
    assert.deepEqual(missing, { found: undefined });
  });

  it('creates a workflow', async () => {
    const created = await pact
      .addInteraction()
      .uponReceiving('A request to create a workflow')
      .withRequest('POST', '/api/v1/workflows', (request) =>
        request.headers({ Authorization: authorization, 'Content-Type': 'application/json' }).jsonBody({
          name: 'Order intake',
          description: 'Takes orders in',
        }),
      )
      .willRespondWith(201, (response) =>
        response.headers(json).jsonBody({
          ...workflowFields,
          id: regex(/^\S+$/, '123'),
          name: 'Order intake',
          description: 'Takes orders in',
          nodes: like([]),
        }),
      )
      .executeTest((server) => client(server).create({ name: 'Order intake', description: 'Takes orders in' }));
    assert.equal(created?.name, 'Order intake');
  });

  it('is told the refusal where the service says no', async () => {
    await pact
      .addInteraction()
      .uponReceiving('A request to create a workflow without a name')
      .withRequest('POST', '/api/v1/workflows', (request) =>
        request.headers({ Authorization: authorization, 'Content-Type': 'application/json' }).jsonBody({ name: '', description: '' }),
      )
      .willRespondWith(400, (response) => response.headers(problemJson).jsonBody({ title: string('Bad Request'), status: 400 }))
      .executeTest((server) =>
        // An executeTest that throws writes no interaction, so the refusal is met inside.
        assert.rejects(
          client(server).create({ name: '', description: '' }),
          (error) => error instanceof WorkflowServiceProblem && error.status === 400,
        ),
      );
  });

  it('stands in contracts/pacts as it was written here', async () => {
    const fresh = await readFile(written, 'utf8');
    // UPDATE_PACTS=true takes what the tests above wrote as the contract; the difference is then reviewed like any other change.
    if (process.env.UPDATE_PACTS === 'true') await writeFile(committed, fresh);
    assert.deepEqual(contractOf(await readFile(committed, 'utf8')), contractOf(fresh));
  });
});

/** What two pacts must agree on: all but the versions of the tools that wrote them. */
function contractOf(pact: string): unknown {
  const { metadata, ...contract } = JSON.parse(pact) as { readonly metadata: { readonly pactSpecification: unknown } };
  return { ...contract, specification: metadata.pactSpecification };
}
