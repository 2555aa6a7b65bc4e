import { z } from 'zod';
import { parseInput } from '../kit/parse-input.ts';
import { Problem } from '../kit/problem.ts';
import type { ServiceRoute } from '../kit/service-route.ts';
import type { AccessTokenVerifier } from '../kit/tokens/access-token-verifier.ts';
import { bearerToken } from '../kit/tokens/authenticate.ts';
import type { WorkflowContent } from './workflow.ts';
import type { WorkflowCommands } from './workflow-commands.ts';

const stateBody = z.object({
  state: z.string(),
  action: z.enum(['setup', 'teardown']).default('setup'),
  params: z
    .object({
      id: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,64}$/)
        .default('123'),
      userId: z.string().min(1).optional(),
    })
    .prefault({}),
});

const fixture: WorkflowContent = {
  name: 'Order intake',
  description: 'Takes an order and tells the warehouse',
  nodes: [
    { id: 'receive', type: 'set', name: 'Receive the order', parameters: { values: { received: true } } },
    { id: 'notify', type: 'http-request', name: 'Tell the warehouse', parameters: { method: 'GET', url: 'http://127.0.0.1/' } },
  ],
  connections: [{ from: 'receive', to: 'notify' }],
};

/**
 * The route by which a contract verification puts the service into a state (Pact provider states): `A workflow exists` and
 * `No workflow exists`, both for `params.id` (default 123) of `params.userId` (default: who sends the access token, else workflow-ui). It answers with what is there then.
 *
 * It changes data without a token, so it is mounted in a verification only, never in production. An unknown state is refused with
 * 400: the verification would otherwise test something else than it says.
 */
export function providerStateRoute(commands: WorkflowCommands, verifier: AccessTokenVerifier): ServiceRoute {
  return {
    method: 'post',
    path: '/_pact/provider-states',
    handlers: [
      async (request, response) => {
        const { state, action, params } = parseInput(stateBody, request.body, 'body');
        const exists = existsIn(state);
        await removeWorkflow(commands, params.id);
        const userId = params.userId ?? (await senderOf(verifier, request.get('authorization'))) ?? 'workflow-ui';
        if (action === 'setup' && exists) await commands.handle(params.id, { kind: 'create', id: params.id, userId, content: fixture });
        response.json({ id: params.id, userId });
      },
    ],
  };
}

async function senderOf(verifier: AccessTokenVerifier, header: string | undefined): Promise<string | undefined> {
  const token = bearerToken(header);
  return token === undefined ? undefined : (await verifier.verify(token))?.userId;
}

function existsIn(state: string): boolean {
  if (state === 'A workflow exists') return true;
  if (state === 'No workflow exists') return false;
  throw new Problem(
    'invalid-input',
    `There is no provider state ${JSON.stringify(state)}; known are "A workflow exists" and "No workflow exists"`,
  );
}

async function removeWorkflow(commands: WorkflowCommands, id: string): Promise<void> {
  const userId = await commands.ownerOf(id);
  if (userId !== undefined) await commands.handle(id, { kind: 'delete', userId });
}
