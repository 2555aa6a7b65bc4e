import { describeEvent } from '../domain/release/describe-event.ts';
import { evolveRelease } from '../domain/release/evolve-release.ts';
import type { ReleaseEvent } from '../domain/release/release-event.ts';
import { noRelease, type ReleaseState } from '../domain/release/release-state.ts';
import { viewReplayed } from '../domain/release/view-release.ts';
import { createBell } from './bell.ts';
import type { ReleaseNews } from './control-plane.ts';
import { releaseStream } from './ledger-streams.ts';
import type { Clock } from './ports/clock.ts';
import type { Ledger, LedgerRecord } from './ports/ledger.ts';

/** Another replica's records are not announced in this process: they are found by reading again this often. */
const pollMs = 2_000;

/** Everything recorded of a release after a position, then live, until it has ended or the signal aborts. An unknown release gives nothing. */
export async function* watchRelease(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  releaseId: string,
  afterPosition: number,
  signal: AbortSignal,
): AsyncGenerator<ReleaseNews> {
  const stream = releaseStream(releaseId);
  const follower = followRelease();
  const bell = createBell();
  const unfollow = ledger.follow((record) => (record.stream === stream ? bell.ring(record.version) : undefined));
  try {
    let version = 0;
    while (!signal.aborted) {
      for (const record of await ledger.read(stream, version)) {
        version = record.version;
        follower.take(record);
        const news = record.position > afterPosition ? follower.news(record) : undefined;
        if (news !== undefined && !signal.aborted) yield news;
      }
      if (follower.isOver()) return;
      await bell.heard({ clock, knownVersion: version, ms: pollMs }, signal);
    }
  } finally {
    unfollow();
  }
}

/** Replays a release record by record: replaying it from its start for each would take a minute for 2,000 looks. */
function followRelease(): {
  take(record: LedgerRecord): void;
  news(record: LedgerRecord): ReleaseNews | undefined;
  isOver(): boolean;
} {
  let state: ReleaseState = noRelease;
  const told: ReleaseEvent[] = [];
  return {
    take({ event }) {
      const known = event as ReleaseEvent;
      state = evolveRelease(state, known);
      // Looks have no line in the timeline, and are nearly all that there is.
      if (known.kind !== 'CanaryObserved') told.push(known);
    },
    news({ position, event }) {
      const known = event as ReleaseEvent;
      const release = viewReplayed(state, told);
      return release && { position, event: { kind: known.kind, atMs: known.atMs }, sentence: describeEvent(known), release };
    },
    isOver: () => state.phase === 'none' || state.phase === 'ended',
  };
}
