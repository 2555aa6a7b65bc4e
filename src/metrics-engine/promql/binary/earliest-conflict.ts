import { QueryError } from '../../query-result.ts';

/**
 * Finds the series that can't be matched at the earliest instant: whether a match is ambiguous depends on what is present, and the query
 * is refused for the first instant at which it is, as if instant followed instant.
 */
export interface EarliestConflict {
  /** Notes a conflict at an instant; of several at one instant the first that was noted counts. */
  note(index: number, describe: () => string): void;
  /** Throws 'execution' when a conflict was noted. */
  refuse(): void;
}

/** No conflict yet. */
export function earliestConflict(): EarliestConflict {
  let earliest: { readonly index: number; readonly describe: () => string } | undefined;
  return {
    note(index, describe) {
      if (earliest === undefined || index < earliest.index) earliest = { index, describe };
    },
    refuse() {
      if (earliest !== undefined) throw new QueryError('execution', earliest.describe());
    },
  };
}

/** The first instant at which two of several presences meet, and which two; undefined when they never do. */
export function firstMeeting(
  presences: readonly Uint8Array[],
  isCounted: (index: number) => boolean = () => true,
): { readonly index: number; readonly first: number; readonly second: number } | undefined {
  const count = presences[0]?.length ?? 0;
  for (let index = 0; presences.length > 1 && index < count; index++) {
    if (!isCounted(index)) continue;
    const first = presences.findIndex((present) => present[index] === 1);
    const second = presences.findIndex((present, at) => at > first && present[index] === 1);
    if (first !== -1 && second !== -1) return { index, first, second };
  }
  return undefined;
}
