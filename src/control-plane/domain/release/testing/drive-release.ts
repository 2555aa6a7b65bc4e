import { decideCommand, type ReleaseCommand } from '../decide-command.ts';
import { decideObservation, type Observation } from '../decide-observation.ts';
import { replayRelease } from '../evolve-release.ts';
import type { ReleaseEvent } from '../release-event.ts';
import type { ReleasePlan } from '../release-plan.ts';
import type { ReleaseState } from '../release-state.ts';
import { samplePlan } from './sample-plan.ts';

/** A release under test: commands and observations in, events and state out. Time is in seconds from the request. */
export interface DrivenRelease {
  readonly events: readonly ReleaseEvent[];
  readonly state: ReleaseState;
  /** What the last input led to; undefined events of a refused command are empty. */
  readonly news: readonly ReleaseEvent[];
  readonly refusal: string | undefined;
  command(command: ReleaseCommand, atSeconds?: number): DrivenRelease;
  observe(observation: Observation, atSeconds?: number): DrivenRelease;
}

/** The moment of the request, in milliseconds since 1970. */
export const requestedMs = 1_700_000_000_000;

/** A release that was requested. */
export function requestedRelease(plan: ReleasePlan = samplePlan, fix = false): DrivenRelease {
  return drive([], [], undefined).command({
    kind: 'request',
    releaseId: 'test.workflow-service.1',
    service: 'workflow-service',
    environment: 'test',
    version: 'v2',
    plan,
    actor: 'ci',
    reason: fix ? 'mends the leak' : undefined,
    fix,
  });
}

function drive(events: readonly ReleaseEvent[], news: readonly ReleaseEvent[], refusal: string | undefined): DrivenRelease {
  const state = replayRelease(events);
  return {
    events,
    state,
    news,
    refusal,
    command(command, atSeconds = 0) {
      const decision = decideCommand(state, command, requestedMs + atSeconds * 1000);
      return decision.ok ? drive([...events, ...decision.events], decision.events, undefined) : drive(events, [], decision.sentence);
    },
    observe(observation, atSeconds = 0) {
      const decided = decideObservation(state, observation, requestedMs + atSeconds * 1000);
      return drive([...events, ...decided], decided, undefined);
    },
  };
}
