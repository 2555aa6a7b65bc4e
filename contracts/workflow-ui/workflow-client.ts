import { z } from 'zod';

const workflowShape = z.object({
  id: z.string(),
  version: z.int(),
  userId: z.string(),
  name: z.string(),
  description: z.string(),
  status: z.string(),
  nodes: z.array(z.object({ id: z.string(), type: z.string(), name: z.string() })),
  connections: z.array(z.unknown()),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const problemShape = z.object({ title: z.string(), status: z.int() });

/** A workflow as the pages of the user interface show it. */
export type Workflow = z.infer<typeof workflowShape>;

/** What a person types into the form for a new workflow. */
export interface WorkflowDraft {
  readonly name: string;
  readonly description: string;
}

/** Thrown for every answer that the user interface has no page for; `status` is the HTTP status and `message` the problem's title. */
export class WorkflowServiceProblem extends Error {
  readonly status: number;
  constructor(status: number, title: string) {
    super(`workflow-service answered ${status}: ${title}`);
    this.name = 'WorkflowServiceProblem';
    this.status = status;
  }
}

/** What the user interface asks of the workflow service. */
export interface WorkflowClient {
  /** The workflow, or undefined where none has this id. */
  details(id: string): Promise<Workflow | undefined>;
  /** Creates a workflow of the token's owner and answers it as stored. */
  create(draft: WorkflowDraft): Promise<Workflow>;
}

/**
 * The HTTP client of the user interface for the workflow service.
 *
 * Rejects with WorkflowServiceProblem for a refusal, a ZodError for a body of another shape than the pages need, and fetch's TypeError or
 * TimeoutError where the service is out of reach or slower than `deadlineMs`.
 */
export function workflowClient(config: { readonly baseUrl: string; readonly token: string; readonly deadlineMs: number }): WorkflowClient {
  const send = (path: string, init: RequestInit): Promise<Response> =>
    fetch(new URL(path, config.baseUrl), { ...init, signal: AbortSignal.timeout(config.deadlineMs) });
  const authorization = `Bearer ${config.token}`;
  return {
    async details(id) {
      const response = await send(`/api/v1/workflows/${encodeURIComponent(id)}`, {
        headers: { accept: 'application/json', authorization },
      });
      const body: unknown = await response.json();
      if (response.status === 404) return undefined;
      return workflowOf(response, body);
    },
    async create(draft) {
      const headers = { accept: 'application/json', authorization, 'content-type': 'application/json' };
      const response = await send('/api/v1/workflows', { method: 'POST', headers, body: JSON.stringify(draft) });
      return workflowOf(response, await response.json());
    },
  };
}

function workflowOf(response: Response, body: unknown): Workflow {
  if (response.ok) return workflowShape.parse(body);
  const problem = problemShape.safeParse(body);
  throw new WorkflowServiceProblem(response.status, problem.success ? problem.data.title : response.statusText);
}
