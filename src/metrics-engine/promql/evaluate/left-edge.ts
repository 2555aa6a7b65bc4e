import type { EngineOptions } from './evaluation.ts';

/**
 * The time behind which a window of a length that ends at a time begins: a sample belongs to it when it is later than the edge.
 *
 * Prometheus 3 leaves out what stands exactly on the edge, Prometheus 2 takes it in; times are whole milliseconds, so that is one less.
 */
export function leftEdge(endMs: number, lengthMs: number, { semantics }: Pick<EngineOptions, 'semantics'>): number {
  const edgeMs = endMs - lengthMs;
  return semantics === 3 ? edgeMs : edgeMs - 1;
}
