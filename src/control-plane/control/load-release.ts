import { replayRelease } from '../domain/release/evolve-release.ts';
import type { ReleaseEvent } from '../domain/release/release-event.ts';
import type { ReleaseState } from '../domain/release/release-state.ts';
import { releaseStream } from './ledger-streams.ts';
import type { Ledger } from './ports/ledger.ts';

/** A release as the ledger has it: its events, the state they lead to, and the version that the next append must expect. */
export interface LoadedRelease {
  readonly events: readonly ReleaseEvent[];
  readonly state: ReleaseState;
  readonly version: number;
}

/** Reads a release; a stream that does not exist loads as `none` at version 0. */
export async function loadRelease(ledger: Ledger, releaseId: string): Promise<LoadedRelease> {
  const records = await ledger.read(releaseStream(releaseId));
  const events = records.map((record) => record.event as ReleaseEvent);
  return { events, state: replayRelease(events), version: records.at(-1)?.version ?? 0 };
}
