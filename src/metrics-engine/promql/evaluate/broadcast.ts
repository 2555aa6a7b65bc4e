import type { Column, Value } from './evaluation.ts';

/** A value of one instant, repeated for `count` instants: what does not change from step to step is computed once. */
export function broadcast(value: Value, count: number): Value {
  switch (value.kind) {
    case 'string':
      return value;
    case 'scalar':
      return { kind: 'scalar', values: new Float64Array(count).fill(value.values[0] ?? Number.NaN) };
    case 'vector':
      return { kind: 'vector', columns: value.columns.map((column) => repeated(column, count)) };
  }
}

function repeated(column: Column, count: number): Column {
  const values = new Float64Array(count).fill(column.values[0] ?? Number.NaN);
  return { ...column, values, present: new Uint8Array(count).fill(column.present[0] ?? 0) };
}
