import type { FunctionImplementation } from '../evaluate/evaluation.ts';
import { instantOf } from '../evaluate/instants.ts';
import { type CivilTime, civilTime } from './civil-time.ts';
import { computed } from './map-values.ts';
import { unlabelled } from './unlabelled.ts';

/** What the functions of a date answer about the seconds since 1970, in UTC; without an argument about the instant itself. */
export const DATE_FUNCTIONS = {
  day_of_month: ofDate(({ dayOfMonth }) => dayOfMonth),
  day_of_week: ofDate(({ dayOfWeek }) => dayOfWeek),
  day_of_year: ofDate(({ dayOfYear }) => dayOfYear),
  days_in_month: ofDate(({ daysInMonth }) => daysInMonth),
  hour: ofDate(({ hour }) => hour),
  minute: ofDate(({ minute }) => minute),
  month: ofDate(({ month }) => month),
  year: ofDate(({ year }) => year),
} as const satisfies Readonly<Record<string, FunctionImplementation>>;

function ofDate(read: (time: CivilTime) => number): FunctionImplementation {
  return function* dated(call, grid, evaluator) {
    const [times] = call.args;
    if (times !== undefined) return yield* computed(yield* evaluator.vector(times, grid), (seconds) => read(civilTime(seconds)), evaluator);
    const values = Float64Array.from({ length: grid.count }, (_, index) => read(civilTime(instantOf(grid, index) / 1000)));
    return { kind: 'vector', columns: [unlabelled(values)] };
  };
}
