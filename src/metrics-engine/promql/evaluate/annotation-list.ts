import { positionOf } from '../syntax/position.ts';
import type { Annotations } from './evaluation.ts';

/** Annotations that were collected, each text once, in the order they came. */
export interface AnnotationList extends Annotations {
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** Collects annotations about an expression, of which `text` is the source: from it a span gets its line and column, both from 1. */
export function annotationList(text: string): AnnotationList {
  const warnings = new Set<string>();
  const infos = new Set<string>();
  return {
    warn: (message, span) => void warnings.add(`PromQL warning: ${message} (${positionOf(text, span.start)})`),
    info: (message, span) => void infos.add(`PromQL info: ${message} (${positionOf(text, span.start)})`),
    get warnings() {
      return [...warnings];
    },
    get infos() {
      return [...infos];
    },
  };
}
