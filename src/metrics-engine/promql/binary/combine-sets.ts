import type { Column, Work } from '../evaluate/evaluation.ts';
import { mergeTwins } from '../evaluate/name-removal.ts';
import type { Projection } from '../label-projection.ts';
import { presentAlone, presentInBoth } from '../presence.ts';
import type { SetOperator } from '../syntax/expression.ts';

/** Both sides of an operation on sets, and what pairs them. */
export interface Sides {
  readonly left: readonly Column[];
  readonly right: readonly Column[];
  readonly projection: Projection;
}

/** `and`, `or` and `unless`: at each instant a series is kept or dropped by whether the other side has a match then, and never changed. */
export function* combineSets(operator: SetOperator, { left, right, projection }: Sides): Work<readonly Column[]> {
  switch (operator) {
    case 'and':
      return yield* masked(left, projection, yield* presenceByKey(right, projection), presentInBoth);
    case 'unless':
      return yield* masked(left, projection, yield* presenceByKey(right, projection), presentAlone);
    case 'or': {
      const added = yield* masked(right, projection, yield* presenceByKey(left, projection), presentAlone);
      // A series of both sides is one, that one side or the other answers at each instant.
      return mergeTwins([...left, ...added]);
    }
  }
}

type Mask = typeof presentInBoth;

function* masked(
  columns: readonly Column[],
  projection: Projection,
  presences: ReadonlyMap<string, Uint8Array>,
  mask: Mask,
): Work<readonly Column[]> {
  const kept: Column[] = [];
  for (const column of columns) {
    const other = presences.get(projection.key(column.labels)) ?? new Uint8Array(column.present.length);
    const present = mask(column.present, other);
    if (present !== undefined) kept.push({ ...column, present });
    yield;
  }
  return kept;
}

/** At which instants there is any series for a key. */
function* presenceByKey(columns: readonly Column[], projection: Projection): Work<ReadonlyMap<string, Uint8Array>> {
  const presences = new Map<string, Uint8Array>();
  for (const { labels, present } of columns) {
    yield;
    const key = projection.key(labels);
    const known = presences.get(key);
    presences.set(key, known === undefined ? present : known.map((isPresent, index) => isPresent | (present[index] ?? 0)));
  }
  return presences;
}
