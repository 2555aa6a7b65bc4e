import { durationFigure, numberFigure } from '../gate/figures.ts';
import { type WindowBurn, windowBurn } from './error-budget.ts';
import type { Objective } from './objective.ts';
import type { WindowReading } from './window-reading.ts';

/** One tier of burn-rate alerting: it burns while both its windows burn faster than the factor. */
export interface BurnTier {
  /** page: somebody must look now. ticket: somebody must look this week. */
  readonly severity: 'page' | 'ticket';
  readonly longSeconds: number;
  /** A twelfth of the long window: it ends the alert soon after the burning ends. */
  readonly shortSeconds: number;
  readonly factor: number;
}

/** How a tier stands. unreachable: even with every request bad it could never burn, because the budget is too large. */
export interface TierState {
  readonly tier: BurnTier;
  readonly state: 'burning' | 'calm' | 'unknown' | 'unreachable';
  readonly long: WindowBurn;
  readonly short: WindowBurn;
  readonly sentence: string;
}

const hour = 3600;
const tierPlan = [
  { severity: 'page', budgetShare: 0.02, longSeconds: hour },
  { severity: 'page', budgetShare: 0.05, longSeconds: 6 * hour },
  { severity: 'ticket', budgetShare: 0.1, longSeconds: 24 * hour },
  { severity: 'ticket', budgetShare: 0.1, longSeconds: 72 * hour },
] as const;

/**
 * The tiers for an objective's window: 2 % of the budget in 1 h, 5 % in 6 h, 10 % in 1 d and in 3 d.
 *
 * factor = share of the budget × window / long window, which is 14.4, 6, 3 and 1 for 30 days. Tiers as long as the window itself are left out.
 * Source: The Site Reliability Workbook, chapter 5, section 6.
 */
export function burnTiers(windowSeconds: number): readonly BurnTier[] {
  return tierPlan
    .filter(({ longSeconds }) => longSeconds < windowSeconds)
    .map(({ severity, budgetShare, longSeconds }) => ({
      severity,
      longSeconds,
      shortSeconds: longSeconds / 12,
      factor: (budgetShare * windowSeconds) / longSeconds,
    }));
}

/** How each tier of an objective stands; one whose windows aren't both measured is unknown, never calm. */
export function multiwindowBurn(objective: Objective, readings: readonly WindowReading[], minimumCoverage: number): readonly TierState[] {
  return burnTiers(objective.windowSeconds).map((tier) => {
    const long = windowBurn(objective, readings, tier.longSeconds, minimumCoverage);
    const short = windowBurn(objective, readings, tier.shortSeconds, minimumCoverage);
    return { tier, state: stateOf(objective, tier, long, short), long, short, sentence: sentenceOf(objective, tier, long, short) };
  });
}

function stateOf({ budget }: Objective, { factor }: BurnTier, long: WindowBurn, short: WindowBurn): TierState['state'] {
  if (factor * budget >= 1) return 'unreachable';
  if (long.kind === 'insufficient' || short.kind === 'insufficient') return 'unknown';
  return long.burnRate > factor && short.burnRate > factor ? 'burning' : 'calm';
}

function sentenceOf({ displayName }: Objective, { factor }: BurnTier, long: WindowBurn, short: WindowBurn): string {
  return `${displayName} burns its error budget ${words(long)} and ${words(short)}; the limit of both is ${numberFigure(factor)} times`;
}

function words(burn: WindowBurn): string {
  const over = `over ${durationFigure(burn.windowSeconds)}`;
  return burn.kind === 'measured'
    ? `${numberFigure(burn.burnRate)} times as fast as allowed ${over}`
    : `at an unknown rate ${over} (${burn.why})`;
}
