import { topologicalOrder } from '../kit/graph/topological-order.ts';
import type { WorkflowContent } from './workflow.ts';

/** What is wrong with nodes and connections as a graph, as one sentence; undefined when nothing is. */
export function graphProblem({ nodes, connections }: Pick<WorkflowContent, 'nodes' | 'connections'>): string | undefined {
  const types = new Map(nodes.map(({ id, type }) => [id, type]));
  if (types.size < nodes.length) return `Two nodes have the id ${firstDouble(nodes.map(({ id }) => id))}`;
  for (const { from, to, branch } of connections) {
    if (!types.has(from)) return `A connection comes from ${from}, which is not a node`;
    if (!types.has(to)) return `A connection goes to ${to}, which is not a node`;
    if (branch !== undefined && types.get(from) !== 'if') return `The connection from ${from} names a branch, which only an "if" node has`;
  }
  if (topologicalOrder([...types.keys()], connections) === undefined) return 'The connections form a circle';
  return undefined;
}

function firstDouble(ids: readonly string[]): string {
  return ids.find((id, index) => ids.indexOf(id) !== index) ?? '';
}
