import type { Column } from '../evaluate/evaluation.ts';

/** A column without labels that has a value at every instant. */
export function unlabelled(values: Float64Array): Column {
  return { labels: {}, dropsName: false, values, present: new Uint8Array(values.length).fill(1) };
}
