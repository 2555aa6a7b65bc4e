/** What a node has to work with. */
export interface NodeWork {
  /** The node's parameters with their templates filled in. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** When the node was started first; a resumed delay waits for the rest only. */
  readonly startedAt: Date;
  /** The same for every try of this node in this execution, so that whoever is called can tell a repetition. */
  readonly idempotencyKey: string;
  /** Aborts when the service stops; the node is run again later. */
  readonly signal: AbortSignal;
}

/** What came of a node: its output, or why it failed, in words for its author. */
export type NodeResult = { readonly ok: true; readonly output: unknown } | { readonly ok: false; readonly reason: string };

/** Runs nodes of one type. Throws only when it was aborted or the world failed on our side: then the node is run again. */
export type NodeRunner = (work: NodeWork) => Promise<NodeResult>;
