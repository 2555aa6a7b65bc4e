import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { generateKeyPair, type JWTVerifyGetKey, SignJWT } from 'jose';
import { pactContractVerifier } from '../../src/control-plane/adapters/pact/pact-verifier.ts';
import { judgeContract } from '../../src/control-plane/domain/contract/judge-contract.ts';
import type { GateResult } from '../../src/control-plane/domain/gate/gate-result.ts';
import type { Database } from '../../src/event-store/database.ts';
import type { EventStore } from '../../src/event-store/event-store.ts';
import { openEventStore } from '../../src/event-store/open-event-store.ts';
import { openPgliteDatabase } from '../../src/event-store/pglite-database.ts';
import type { FaultSet } from '../../src/linkflow/kit/faults/fault-set.ts';
import { startServiceTelemetry } from '../../src/linkflow/kit/service-telemetry.ts';
import { accessTokenRules } from '../../src/linkflow/kit/tokens/access-token-verifier.ts';
import { startWorkflowService } from '../../src/linkflow/workflow/start-workflow-service.ts';

const pact = join(import.meta.dirname, '..', 'pacts', 'workflow-ui-workflow-service.json');
/** Whose workflow the provider state sets up. */
const user = 'workflow-ui';

describe('workflow-service keeps its contracts', () => {
  let database: Database;
  let store: EventStore;
  let keys: JWTVerifyGetKey;
  let token: string;

  before(async () => {
    database = await openPgliteDatabase({ memory: true });
    store = await openEventStore({ database, now: () => new Date(), newId: randomUUID });
    const { privateKey, publicKey } = await generateKeyPair(accessTokenRules.algorithm);
    keys = async () => publicKey;
    token = await new SignJWT({ sid: 'verification' })
      .setProtectedHeader({ alg: accessTokenRules.algorithm, typ: accessTokenRules.typ })
      .setIssuer(accessTokenRules.issuer)
      .setAudience(accessTokenRules.audience)
      .setSubject(user)
      .setExpirationTime('5m')
      .sign(privateKey);
  });
  after(() => store.close());

  async function gate(version: string, faults: FaultSet = {}): Promise<GateResult> {
    const telemetry = startServiceTelemetry({ identity: { service: 'workflow-service', version }, logLevel: 'silent' });
    const service = await startWorkflowService({
      telemetry,
      host: '127.0.0.1',
      port: 0,
      database,
      store,
      keys,
      faults,
      providerStates: true,
    });
    try {
      const verifications = await pactContractVerifier().verify({
        provider: 'workflow-service',
        version,
        baseUrl: service.url,
        pactFiles: [pact],
        providerStatesUrl: `${service.url}/_pact/provider-states`,
        headers: { Authorization: `Bearer ${token}` },
        deadlineMs: 30_000,
      });
      return judgeContract(verifications, { provider: 'workflow-service', version });
    } finally {
      await service.close();
    }
  }

  it('with every consumer that has written one', async () => {
    const result = await gate('v1');
    assert.equal(result.verdict, 'pass', JSON.stringify(result.reasons, undefined, 2));
    assert.equal(result.reasons[0]?.samples, 4);
  });

  it('and the gate says which field a version that breaks them lost', async () => {
    const result = await gate('v2', { contractBreak: { rename: { name: 'title' }, omit: ['nodes'] } });
    assert.equal(result.verdict, 'fail');
    assert.deepEqual(
      result.reasons.map((reason) => reason.sentence),
      [
        'workflow-service v2 breaks what workflow-ui expects of "A request for workflow details" given "A workflow exists": body $.name is missing; body $.nodes is missing.',
        'workflow-service v2 breaks what workflow-ui expects of "A request to create a workflow": body $.name is missing; body $.nodes is missing.',
      ],
    );
  });
});
