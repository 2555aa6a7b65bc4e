import { decideObservation, type Observation } from '../domain/release/decide-observation.ts';
import { type Move, nextMove } from '../domain/release/next-move.ts';
import type { LiveRelease } from '../domain/release/release-state.ts';
import { releaseStream } from './ledger-streams.ts';
import { type LoadedRelease, loadRelease } from './load-release.ts';
import { performMove } from './moves/perform-move.ts';
import { SourceError } from './ports/source-error.ts';
import type { ReconcilerPorts } from './reconciler-ports.ts';

/** What the loop does after a turn: `again` at once, `wait` until a time or news, `failed` back off, `done` forget the release. */
export type Turn =
  | { readonly kind: 'again' }
  | { readonly kind: 'wait'; readonly untilMs: number }
  | { readonly kind: 'failed'; readonly problem: string }
  | { readonly kind: 'done' };

/**
 * One turn of a release: load, choose the move, make it, decide what it means, record that.
 *
 * Nothing is remembered between turns but the ledger, so a crash anywhere means that a move is made once more. A lost race
 * for the stream's version (another replica, a person's command) drops this turn's decision; the next turn decides anew.
 */
export async function advanceRelease(ports: ReconcilerPorts, releaseId: string, signal: AbortSignal): Promise<Turn> {
  const loaded = await loadRelease(ports.ledger, releaseId);
  if (loaded.state.phase === 'none') return { kind: 'done' };
  const move = nextMove(loaded.state, ports.clock.now());
  switch (move.kind) {
    case 'none':
      return { kind: 'done' };
    case 'wait':
      return { kind: 'wait', untilMs: move.untilMs };
    case 'run-gate':
      return runGate(ports, loaded, loaded.state, move, signal);
    case 'expire':
    case 'identify-baseline':
    case 'start-canary':
    case 'set-weight':
    case 'look-at-canary':
    case 'roll-back':
      return makeMove(ports, loaded, loaded.state, move, signal);
  }
}

/** A gate's start is on record before it runs, so that its cost and its attempts are known even if it never comes back. */
async function runGate(
  ports: ReconcilerPorts,
  loaded: LoadedRelease,
  release: LiveRelease,
  move: Extract<Move, { kind: 'run-gate' }>,
  signal: AbortSignal,
): Promise<Turn> {
  const started = await record(ports, loaded, { kind: 'gate-started', gate: move.gate, attempt: move.attempt });
  if (started === undefined || move.gate === 'approval') return { kind: 'again' };
  return makeMove(ports, started, release, move, signal);
}

async function makeMove(
  ports: ReconcilerPorts,
  loaded: LoadedRelease,
  release: LiveRelease,
  move: Move,
  signal: AbortSignal,
): Promise<Turn> {
  const observation = await tryMove(ports, release, move, signal);
  if (signal.aborted) return { kind: 'again' };
  await record(ports, loaded, observation);
  return observation.kind === 'world-failed' ? { kind: 'failed', problem: observation.problem } : { kind: 'again' };
}

async function tryMove(ports: ReconcilerPorts, release: LiveRelease, move: Move, signal: AbortSignal): Promise<Observation> {
  try {
    return await performMove(ports, release, move, signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof SourceError)) throw error;
    ports.log('warn', error.message, { release: release.request.releaseId, move: move.kind, code: error.code });
    return worldFailed(move, error);
  }
}

function worldFailed(move: Move, error: SourceError): Observation {
  return move.kind === 'run-gate'
    ? { kind: 'gate-error', gate: move.gate, attempt: move.attempt, problem: error.message }
    : { kind: 'world-failed', problem: error.message };
}

/** Appends what an observation means. Undefined when the stream had moved on and the decision was dropped. */
async function record(ports: ReconcilerPorts, loaded: LoadedRelease, observation: Observation): Promise<LoadedRelease | undefined> {
  const events = decideObservation(loaded.state, observation, ports.clock.now());
  if (events.length === 0 || loaded.state.phase === 'none') return loaded;
  const appended = await ports.ledger.append(releaseStream(loaded.state.request.releaseId), loaded.version, events);
  return appended.ok ? loadRelease(ports.ledger, loaded.state.request.releaseId) : undefined;
}
