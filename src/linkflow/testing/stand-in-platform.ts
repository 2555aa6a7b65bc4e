import type { RunnableWorkflow } from '../execution/runnable-workflow.ts';
import { type TokenIssuer, tokenIssuer } from './token-issuer.ts';
import { upstream } from './upstream.ts';

/** The auth and workflow services as the execution service sees them: published keys, and workflows that a test puts there. */
export interface StandInPlatform {
  readonly url: string;
  readonly jwksUrl: string;
  readonly issuer: TokenIssuer;
  put(workflow: Pick<RunnableWorkflow, 'workflowId' | 'nodes' | 'connections'> & { readonly status?: string }): void;
  close(): Promise<void>;
}

/** Starts it on a free port. */
export async function standInPlatform(): Promise<StandInPlatform> {
  const issuer = await tokenIssuer();
  const workflows = new Map<string, unknown>();
  const server = await upstream((request, response) => {
    const body = request.url === '/jwks' ? issuer.key.publicKeys : workflows.get(request.url ?? '');
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? {}));
  });
  return {
    url: server.url,
    jwksUrl: `${server.url}/jwks`,
    issuer,
    put: ({ workflowId, nodes, connections, status = 'active' }) =>
      void workflows.set(`/api/v1/workflows/${workflowId}`, { id: workflowId, version: 3, status, nodes, connections }),
    close: () => server.close(),
  };
}
