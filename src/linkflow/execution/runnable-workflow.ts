/** A node as an execution runs it. */
export interface RunnableNode {
  readonly id: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A connection as an execution follows it; `branch` belongs to connections from an `if` node and means `true` when absent. */
export interface RunnableConnection {
  readonly from: string;
  readonly to: string;
  readonly branch?: 'true' | 'false' | undefined;
}

/** What an execution keeps of the workflow it runs: a later change of the workflow doesn't change a run under way. */
export interface RunnableWorkflow {
  readonly workflowId: string;
  readonly workflowVersion: number;
  readonly nodes: readonly RunnableNode[];
  readonly connections: readonly RunnableConnection[];
}
