import type { LiveRelease } from './release-state.ts';

/** After so many tries, half an hour, nobody is told any more: the incident in the ledger stays. */
export const noticeTries = 10;

const firstPauseMs = 5_000;
const longestPauseMs = 600_000;

/** True while the watchers of a release that was rolled back have not been told, and may still be: it has ended and holds up no other. */
export function owesNotice({ ending, rollback }: LiveRelease): boolean {
  if (ending?.outcome !== 'rolled-back' || rollback === undefined) return false;
  return !rollback.done.includes('notify') && (rollback.noticeFailures?.tries ?? 0) < noticeTries;
}

/** When the next try is due, in milliseconds since 1970: the pause doubles from 5 s up to 10 min. 0, at once, for the first. */
export function noticeDueMs({ rollback }: LiveRelease): number {
  const failures = rollback?.noticeFailures;
  return failures === undefined ? 0 : failures.atMs + Math.min(longestPauseMs, firstPauseMs * 2 ** (failures.tries - 1));
}
