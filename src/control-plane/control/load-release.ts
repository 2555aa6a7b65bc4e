import { evolveRelease } from '../domain/release/evolve-release.ts';
import type { ReleaseEvent } from '../domain/release/release-event.ts';
import { noRelease, type ReleaseState } from '../domain/release/release-state.ts';
import { releaseStream } from './ledger-streams.ts';
import type { Ledger, LedgerRecord } from './ports/ledger.ts';

/** A release as the ledger has it: its events, the state they lead to, and the version that the next append must expect. */
export interface LoadedRelease {
  readonly events: readonly ReleaseEvent[];
  readonly state: ReleaseState;
  readonly version: number;
}

/** Reads a release; a stream that does not exist loads as `none` at version 0. Rejects when the ledger is out of reach. */
export type LoadRelease = (releaseId: string) => Promise<LoadedRelease>;

/** A release before its first event. */
export const unwritten: LoadedRelease = { events: [], state: noRelease, version: 0 };

/** Replaying 2,000 looks takes 60 ms, which no turn of a loop should; of this many releases the last state is kept, and only news are replayed. */
const keptReleases = 100;

/** Makes a loader that remembers what it replayed: a ledger never changes what it has recorded, so each load reads only what came after. */
export function releaseLoader(ledger: Ledger): LoadRelease {
  const kept = new Map<string, LoadedRelease>();
  return async (releaseId) => {
    const before = kept.get(releaseId) ?? unwritten;
    const loaded = afterRecords(before, await ledger.read(releaseStream(releaseId), before.version));
    // Another load of the same release may have ended meanwhile, and have seen more.
    if (loaded.version >= (kept.get(releaseId)?.version ?? 1)) keepNewest(kept, releaseId, loaded);
    return loaded;
  };
}

function keepNewest(kept: Map<string, LoadedRelease>, releaseId: string, loaded: LoadedRelease): void {
  kept.delete(releaseId);
  kept.set(releaseId, loaded);
  const oldest = kept.keys().next();
  if (kept.size > keptReleases && oldest.done === false) kept.delete(oldest.value);
}

/** A release after further records of its stream, oldest first. */
export function afterRecords(before: LoadedRelease, records: readonly LedgerRecord[]): LoadedRelease {
  if (records.length === 0) return before;
  const news = records.map((record) => record.event as ReleaseEvent);
  return {
    events: [...before.events, ...news],
    state: news.reduce(evolveRelease, before.state),
    version: records.at(-1)?.version ?? before.version,
  };
}
