import { isAlone, observeSilence } from './baseline-silence.ts';
import { blockOf } from './block.ts';
import type { CanaryPolicy } from './canary-policy.ts';
import { type ProcessName, processDesigns } from './canary-processes.ts';
import { type CanaryState, eachProcess, type ObjectiveState } from './canary-state.ts';
import { addCheckpoint } from './checkpoint.ts';
import { observeLook } from './mixture-process.ts';
import { objectiveEvidence } from './objective-evidence.ts';
import { addTally, emptyTally, type Scrape, type Tally } from './tally.ts';

/** The scrapes of one objective since the look before; scrapes that were counted already are passed over. */
export interface CanaryLook {
  readonly objective: string;
  readonly scrapes: readonly Scrape[];
}

/**
 * The canary after one look at any number of its objectives.
 *
 * Hand in the looks at all objectives together: whether to block is then asked once for each instant, with the same scrapes of all of them, as the
 * guarantee requires. Scrapes are counted in order of time; those of the warm-up, and those not newer than the last one counted for their
 * objective, change nothing, so a look may safely be repeated. Throws RangeError for an objective that the canary doesn't have, and for counts
 * that are negative, not finite, or have more bad than total.
 */
export function observeCanary(state: CanaryState, ...looks: readonly CanaryLook[]): CanaryState {
  for (const look of looks) assertKnown(state, look);
  const warm = state.startedMs + state.policy.warmUpSeconds * 1000;
  const instants = [...new Set(looks.flatMap(({ scrapes }) => scrapes.map(({ atMs }) => atMs)))].filter((atMs) => atMs > warm);
  return instants.toSorted((a, b) => a - b).reduce((so, atMs) => observeInstant(so, looks, atMs), state);
}

function observeInstant(state: CanaryState, looks: readonly CanaryLook[], atMs: number): CanaryState {
  const objectives = state.objectives.map((objective) =>
    scrapesAt(looks, objective, atMs).reduce((so, scrape) => observeScrape(state, so, scrape), objective),
  );
  return { ...state, objectives, block: state.block ?? blockOf(state.policy, objectives, atMs) };
}

function scrapesAt(looks: readonly CanaryLook[], { objective, lastMs }: ObjectiveState, atMs: number): readonly Scrape[] {
  if (lastMs !== undefined && atMs <= lastMs) return [];
  return looks
    .filter((look) => look.objective === objective.name)
    .flatMap(({ scrapes }) => scrapes.filter((scrape) => scrape.atMs === atMs))
    .slice(0, 1);
}

function observeScrape({ policy, startedMs }: CanaryState, state: ObjectiveState, scrape: Scrape): ObjectiveState {
  const designs = processDesigns(policy, state.objective);
  const alone = isAlone(state.silence, scrape.atMs);
  const look = { seconds: (scrape.atMs - startedMs) / 1000, phi: state.objective.phi };
  const counted: ObjectiveState = {
    ...state,
    processes: eachProcess(designs, (design, name) =>
      observeLook(design, state.processes[name], { ...look, ...armsOf(name, scrape, alone) }),
    ),
    candidate: addTally(state.candidate, scrape.candidate),
    baseline: addTally(state.baseline, scrape.baseline),
    comparedScrapes: state.comparedScrapes + (scrape.candidate.total > 0 && scrape.baseline.total > 0 ? 1 : 0),
    silence: observeSilence(state.silence, scrape),
    lastMs: scrape.atMs,
  };
  return { ...counted, history: remember(policy, counted, scrape.atMs) };
}

/** Which counts a process is shown: the environment is judged by the baseline, and the watch without a baseline sleeps while there is one. */
function armsOf(
  name: ProcessName,
  { candidate, baseline }: Scrape,
  alone: boolean,
): { readonly candidate: Tally; readonly baseline: Tally } {
  if (name === 'environment') return { candidate: baseline, baseline: emptyTally };
  if (name === 'alone') return { candidate: alone ? candidate : emptyTally, baseline: emptyTally };
  return { candidate, baseline };
}

function remember(policy: CanaryPolicy, state: ObjectiveState, atMs: number): ObjectiveState['history'] {
  const { bad, certifiedRelative, certifiedAbsolute } = objectiveEvidence(policy, state);
  const { candidate, baseline } = state;
  const logCertificate = Math.min(certifiedRelative, certifiedAbsolute);
  return addCheckpoint(state.history, { atMs, candidate, baseline, logEvidence: bad, logCertificate });
}

function assertKnown(state: CanaryState, look: CanaryLook): void {
  const fault = lookFault(state, look);
  if (fault !== undefined) throw new RangeError(fault);
}

/** Why a look cannot be counted: an objective that the canary does not have, or impossible counts; undefined when it can. */
export function lookFault(state: CanaryState, look: CanaryLook): string | undefined {
  const names = state.objectives.map(({ objective }) => objective.name);
  if (!names.includes(look.objective)) return `the canary has no objective ${look.objective}; it has ${names.join(', ')}`;
  const impossible = look.scrapes.find(({ candidate, baseline }) => !isCount(candidate) || !isCount(baseline));
  return impossible === undefined
    ? undefined
    : `impossible counts for ${look.objective} at ${impossible.atMs}: ${JSON.stringify(impossible)}`;
}

function isCount({ bad, total }: Tally): boolean {
  return Number.isFinite(total) && bad >= 0 && bad <= total;
}
