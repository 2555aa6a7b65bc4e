import type { Labels } from '../../query-result.ts';
import type { Column } from '../evaluate/evaluation.ts';
import { labelProjection, type Projection } from '../label-projection.ts';
import type { VectorMatching } from '../syntax/expression.ts';

/** The series of both sides that agree in the labels they are matched by. Of a one-to-one operation the left side counts as the many. */
export interface MatchGroup {
  /** The labels that all of the group share. */
  readonly labels: Labels;
  readonly many: readonly Column[];
  readonly one: readonly Column[];
}

/** What `on` or `ignoring` matches series by. */
export function matchProjection({ kind, labels }: VectorMatching): Projection {
  return labelProjection(kind === 'on' ? 'only' : 'all but', labels);
}

/** Parts both sides into groups, in the order of the many side; the key of each series is computed once a query. A side of a group may be empty. */
export function matchGroups(many: readonly Column[], one: readonly Column[], projection: Projection): readonly MatchGroup[] {
  const groups = new Map<string, ReturnType<typeof emptyGroup>>();
  const groupOf = ({ labels }: Column) => {
    const key = projection.key(labels);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const group = emptyGroup(labels, projection);
    groups.set(key, group);
    return group;
  };
  for (const column of many) groupOf(column).many.push(column);
  for (const column of one) groupOf(column).one.push(column);
  return [...groups.values()];
}

function emptyGroup(labelsOfAny: Labels, projection: Projection) {
  return {
    // Asked for by fills and refusals alone, so not computed for each group.
    get labels(): Labels {
      return projection.labelsOf(labelsOfAny);
    },
    many: [] as Column[],
    one: [] as Column[],
  };
}
