import { LONGEST_TIMER_MS } from '../clock.ts';
import { ScriptRefused } from '../load-result.ts';
import { type Scenario, scenarioDurationMs } from './scenario.ts';

/** Far beyond what any process can send; at much more, counting the starts that are late would be all that is done. */
const MOST_STARTS_A_SECOND = 100_000;

/** Throws ScriptRefused by path for a scenario that no engine could run as it is written, and that would end at once or never. */
export function refuseUnrunnable(scenarios: readonly Scenario[]): void {
  for (const scenario of scenarios) {
    const path = `options.scenarios.${scenario.name}`;
    const lengthMs = scenario.startTimeMs + scenarioDurationMs(scenario) + scenario.gracefulStopMs;
    if (lengthMs > LONGEST_TIMER_MS)
      throw new ScriptRefused(`${path}: ends after ${days(lengthMs)} days, and no test may be longer than ${days(LONGEST_TIMER_MS)}`);
    const rate = mostStartsASecond(scenario);
    if (rate > MOST_STARTS_A_SECOND)
      throw new ScriptRefused(
        `${path}: wants ${Math.round(rate)} starts a second, and ${MOST_STARTS_A_SECOND} are the most that can be planned`,
      );
  }
}

const days = (ms: number): number => Math.floor(ms / 86_400_000);

/** 0..1 of the starts of the whole test. */
const partHere = ({ starts }: Scenario): number => starts.count(MOST_STARTS_A_SECOND) / MOST_STARTS_A_SECOND;

function mostStartsASecond(scenario: Scenario): number {
  switch (scenario.executor) {
    case 'constant-arrival-rate':
      return (scenario.rate * partHere(scenario) * 1000) / scenario.timeUnitMs;
    case 'ramping-arrival-rate':
      return (
        (Math.max(scenario.startRate, ...scenario.stages.map(({ target }) => target)) * partHere(scenario) * 1000) / scenario.timeUnitMs
      );
    case 'constant-vus':
    case 'ramping-vus':
    case 'shared-iterations':
    case 'per-vu-iterations':
      return 0;
  }
}
