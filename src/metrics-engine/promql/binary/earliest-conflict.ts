import { QueryError } from '../../query-result.ts';

/**
 * Finds the series that can't be matched at the earliest instant: whether a match is ambiguous depends on what is present, and the query
 * is refused for the first instant at which it is, as if instant followed instant.
 */
export interface EarliestConflict {
  /**
   * Notes a conflict at an instant; of several at one instant the first that was noted counts. Throws 'execution' at once for the first
   * instant of all, before which none can come: so nobody pairs thousands of series with thousands for nothing.
   */
  note(index: number, describe: () => string): void;
  /** Throws 'execution' when a conflict was noted. */
  refuse(): void;
}

/** No conflict yet. */
export function earliestConflict(): EarliestConflict {
  let earliest: { readonly index: number; readonly describe: () => string } | undefined;
  const refuse = () => {
    if (earliest !== undefined) throw new QueryError('execution', earliest.describe());
  };
  return {
    note(index, describe) {
      if (earliest === undefined || index < earliest.index) earliest = { index, describe };
      if (index === 0) refuse();
    },
    refuse,
  };
}

/** The first instant at which two of several presences meet, and which two; undefined when they never do. */
export function firstMeeting(
  presences: readonly Uint8Array[],
  isCounted: (index: number) => boolean = () => true,
): { readonly index: number; readonly first: number; readonly second: number } | undefined {
  const index = firstShared(presences, isCounted);
  if (index === undefined) return undefined;
  const first = presences.findIndex((present) => present[index] === 1);
  const second = presences.findIndex((present, at) => at > first && present[index] === 1);
  return { index, first, second };
}

/** Presence by presence rather than instant by instant: what is compared lies side by side, and only what can be earlier is looked at. */
function firstShared(presences: readonly Uint8Array[], isCounted: (index: number) => boolean): number | undefined {
  if (presences.length < 2) return undefined;
  const count = presences[0]?.length ?? 0;
  const seen = new Uint8Array(count);
  let end = count;
  for (const present of presences) {
    for (let index = 0; index < end; index++) {
      if (present[index] === 0) continue;
      if (seen[index] === 1 && isCounted(index)) end = index;
      seen[index] = 1;
    }
  }
  return end === count ? undefined : end;
}
