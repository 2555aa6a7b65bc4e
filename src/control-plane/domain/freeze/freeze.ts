import type { GateResult } from '../gate/gate-result.ts';

/** What can be recorded of the freezes of one service. */
export type FreezeEvent =
  | {
      readonly kind: 'FreezeDeclared';
      readonly service: string;
      readonly actor: string;
      readonly reason: string;
      readonly untilMs: number | undefined;
      readonly atMs: number;
    }
  | { readonly kind: 'FreezeLifted'; readonly service: string; readonly actor: string; readonly reason: string; readonly atMs: number };

/** A freeze as it was declared and not lifted. */
export type Freeze = Extract<FreezeEvent, { kind: 'FreezeDeclared' }>;

/** The freeze in force after an event; a new declaration replaces the old one. */
export function evolveFreeze(_current: Freeze | undefined, event: FreezeEvent): Freeze | undefined {
  return event.kind === 'FreezeDeclared' ? event : undefined;
}

/** The freeze if it is in force now; one whose end has come is not. */
export function freezeInForce(freeze: Freeze | undefined, nowMs: number): Freeze | undefined {
  return freeze === undefined || (freeze.untilMs !== undefined && freeze.untilMs <= nowMs) ? undefined : freeze;
}

/** The freeze gate: inconclusive (the release waits) while a freeze is in force, pass otherwise; a fix passes with its actor and reason named. */
export function judgeFreeze(
  freeze: Freeze | undefined,
  nowMs: number,
  fix: { readonly actor: string; readonly reason: string } | undefined,
): GateResult {
  const current = freezeInForce(freeze, nowMs);
  if (current === undefined) return result('pass', 'No freeze is in force.', { freeze: null });
  const evidence = { freeze: { actor: current.actor, reason: current.reason, untilMs: current.untilMs ?? null } };
  const frozen = `Frozen by ${current.actor}: ${current.reason}${current.untilMs === undefined ? '' : ` (until ${new Date(current.untilMs).toISOString()})`}.`;
  if (fix !== undefined) return result('pass', `${frozen} Passed as a fix by ${fix.actor}: ${fix.reason}`, { ...evidence, fix });
  return result('inconclusive', frozen, evidence, 'Lift the freeze, or start the release as a fix with a reason.');
}

function result(verdict: GateResult['verdict'], sentence: string, evidence: unknown, remedy?: string): GateResult {
  return {
    gate: 'freeze',
    verdict,
    reasons: [{ rule: 'freeze', verdict, sentence, ...(remedy === undefined ? {} : { remedy }) }],
    evidence,
  };
}
