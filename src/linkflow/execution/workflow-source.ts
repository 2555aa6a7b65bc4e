import { z } from 'zod';
import { Problem } from '../kit/problem.ts';
import type { ServiceClient } from '../kit/service-call.ts';
import { unauthenticated } from '../kit/tokens/authenticate.ts';
import { nodeTypeOf, nodeTypes } from './nodes/node-runners.ts';
import type { RunnableWorkflow } from './runnable-workflow.ts';

/** Who asks for a workflow. */
export interface Asker {
  readonly token: string;
  readonly requestId: string | undefined;
}

/** Where executions get workflows from. */
export interface WorkflowSource {
  /** The workflow if it can be run now; throws `not-found`, or `not-runnable` for one that is not active or has nodes nobody can run. */
  runnable(workflowId: string, asker: Asker): Promise<RunnableWorkflow>;
}

// Only the fields an execution uses; whatever else the workflow service tells is its own business.
const workflowAnswer = z.object({
  id: z.string(),
  version: z.int(),
  status: z.string(),
  nodes: z.array(z.object({ id: z.string(), type: z.string(), parameters: z.record(z.string(), z.unknown()) })),
  connections: z.array(z.object({ from: z.string(), to: z.string(), branch: z.enum(['true', 'false']).optional() })),
});

/** Workflows from the workflow service, asked in the name of the user who wants to run one. */
export function workflowSource(client: Pick<ServiceClient, 'get'>): WorkflowSource {
  return {
    runnable: async (workflowId, { token, requestId }) => {
      const { status, body } = await client.get({ path: `/api/v1/workflows/${encodeURIComponent(workflowId)}`, token, requestId });
      if (status === 404) throw new Problem('not-found', 'There is no such workflow');
      if (status === 401) throw unauthenticated(token);
      if (status !== 200) throw new Problem('unavailable', `workflow-service answered ${status}`, { headers: { 'Retry-After': '1' } });
      const answer = workflowAnswer.safeParse(body);
      if (!answer.success)
        throw new Problem('upstream-refused', 'workflow-service answered with something that is not a workflow', { cause: answer.error });
      return checked(answer.data);
    },
  };
}

function checked({ id, version, status, nodes, connections }: z.output<typeof workflowAnswer>): RunnableWorkflow {
  if (status !== 'active') throw new Problem('not-runnable', `The workflow is ${status}; activate it first`);
  const foreign = nodes.find((node) => nodeTypeOf(node) === undefined);
  if (foreign !== undefined) {
    throw new Problem('not-runnable', `The node ${foreign.id} has the type ${foreign.type}; runnable are ${nodeTypes.join(', ')}`);
  }
  return { workflowId: id, workflowVersion: version, nodes, connections };
}
