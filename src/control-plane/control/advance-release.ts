import { decideObservation, type Observation } from '../domain/release/decide-observation.ts';
import { nextMove } from '../domain/release/next-move.ts';
import { deadlineMs, type LiveRelease } from '../domain/release/release-state.ts';
import { abortAt } from './abort-at.ts';
import { releaseStream } from './ledger-streams.ts';
import { afterRecords, type LoadedRelease } from './load-release.ts';
import { type MadeMove, performMove } from './moves/perform-move.ts';
import { SourceError } from './ports/source-error.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

/** What the loop does after a turn: `again` at once, `wait` until a time or a later version, `failed` back off, `done` forget the release. */
export type Turn =
  | { readonly kind: 'again' }
  | { readonly kind: 'wait'; readonly untilMs: number; readonly knownVersion: number }
  | { readonly kind: 'failed' }
  | { readonly kind: 'done' };

/**
 * One turn of a release, as it was loaded: choose the move, make it, decide what it means, record that.
 *
 * Nothing is remembered between turns but the ledger, so a crash anywhere means that a move is made once more. A lost race
 * for the stream's version (another replica, a person's command) drops this turn's decision; the next turn decides anew.
 * A turn that is cut short by the signal records nothing.
 */
export async function advanceRelease(ports: ReconcilerPorts, loaded: LoadedRelease, signal: AbortSignal): Promise<Turn> {
  if (loaded.state.phase === 'none') return { kind: 'done' };
  const move = nextMove(loaded.state, ports.clock.now());
  switch (move.kind) {
    case 'none':
      return { kind: 'done' };
    case 'wait':
      return { kind: 'wait', untilMs: move.untilMs, knownVersion: loaded.version };
    case 'expire':
      await record(ports, loaded, { kind: 'expired', waitingFor: move.waitingFor });
      return { kind: 'again' };
    case 'run-gate':
      return runGate(ports, loaded, loaded.state, move, signal);
    case 'identify-baseline':
    case 'start-canary':
    case 'set-weight':
    case 'look-at-canary':
    case 'roll-back':
      return makeMove(ports, loaded, loaded.state, move, signal);
  }
}

/** A gate's start is on record before it runs, so that its cost and its attempts are known even if it never comes back; it ends with the release's deadline. */
async function runGate(
  ports: ReconcilerPorts,
  loaded: LoadedRelease,
  release: LiveRelease,
  move: Extract<MadeMove, { kind: 'run-gate' }>,
  signal: AbortSignal,
): Promise<Turn> {
  const started = await record(ports, loaded, { kind: 'gate-started', gate: move.gate, attempt: move.attempt });
  if (started === undefined || move.gate === 'approval') return { kind: 'again' };
  const deadline = abortAt(ports.clock, deadlineMs(release));
  try {
    return await makeMove(ports, started, release, move, AbortSignal.any([signal, deadline.signal]));
  } finally {
    deadline.stop();
  }
}

async function makeMove(
  ports: ReconcilerPorts,
  loaded: LoadedRelease,
  release: LiveRelease,
  move: MadeMove,
  signal: AbortSignal,
): Promise<Turn> {
  const observation = await tryMove(ports, release, move, signal);
  if (observation === undefined) return { kind: 'again' };
  const recorded = await record(ports, loaded, observation);
  // What changed nothing would be done again and again without a pause.
  const futile = recorded !== undefined && recorded.version === loaded.version;
  return futile || observation.kind === 'world-failed' ? { kind: 'failed' } : { kind: 'again' };
}

/** Undefined when the move was cut short: whatever it says then is about the interruption, not about the release. */
async function tryMove(
  ports: ReconcilerPorts,
  release: LiveRelease,
  move: MadeMove,
  signal: AbortSignal,
): Promise<Observation | undefined> {
  try {
    const observation = await performMove(ports, release, move, signal);
    return signal.aborted ? undefined : observation;
  } catch (error) {
    if (signal.aborted) return undefined;
    if (!(error instanceof SourceError)) throw error;
    ports.log('warn', error.message, { release: release.request.releaseId, move: move.kind, code: error.code });
    return worldFailed(move, error);
  }
}

function worldFailed(move: MadeMove, { code, message: problem }: SourceError): Observation {
  return move.kind === 'run-gate'
    ? { kind: 'gate-error', gate: move.gate, attempt: move.attempt, code, problem }
    : { kind: 'world-failed', code, problem };
}

/** Appends what an observation means, and answers the release with it. Undefined when the stream had moved on and the decision was dropped. */
async function record(ports: ReconcilerPorts, loaded: LoadedRelease, observation: Observation): Promise<LoadedRelease | undefined> {
  const events = decideObservation(loaded.state, observation, ports.clock.now());
  if (events.length === 0 || loaded.state.phase === 'none') return loaded;
  const appended = await ports.ledger.append(releaseStream(loaded.state.request.releaseId), loaded.version, events);
  return appended.ok ? afterRecords(loaded, appended.records) : undefined;
}
