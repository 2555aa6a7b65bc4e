import type { RunnableNode } from '../runnable-workflow.ts';
import { delayNode } from './delay-node.ts';
import { type HttpRequestNodeOptions, httpRequestNode } from './http-request-node.ts';
import { ifNode } from './if-node.ts';
import type { NodeRunner } from './node-runner.ts';
import { setNode } from './set-node.ts';

/** The types of nodes that can be run. */
export const nodeTypes = ['http-request', 'set', 'if', 'delay'] as const;

/** A type of node that can be run. */
export type NodeType = (typeof nodeTypes)[number];

/** The runner of each type. */
export type NodeRunners = Readonly<Record<NodeType, NodeRunner>>;

/** Creates the runners. */
export function nodeRunners(options: HttpRequestNodeOptions): NodeRunners {
  return { 'http-request': httpRequestNode(options), set: setNode, if: ifNode, delay: delayNode() };
}

/** The type of a node when it can be run. */
export function nodeTypeOf(node: Pick<RunnableNode, 'type'>): NodeType | undefined {
  return nodeTypes.find((type) => type === node.type);
}
