/** A time of day on a date of the Gregorian calendar, in UTC. */
export interface CivilTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly dayOfMonth: number;
  readonly dayOfYear: number;
  /** 0 is Sunday. */
  readonly dayOfWeek: number;
  readonly daysInMonth: number;
  readonly hour: number;
  readonly minute: number;
}

const SECONDS_PER_DAY = 86_400;

/**
 * The date and time of day of so many seconds since 1970; a fraction of a second is cut off towards zero.
 *
 * For any number there is an answer, as in Go on amd64: what does not fit into 64 bits, NaN included, is taken for the most negative
 * second, and what is earlier than Go's calendar begins goes round to its end.
 */
export function civilTime(seconds: number): CivilTime {
  const whole = Math.trunc(seconds);
  return Number.isSafeInteger(whole)
    ? fromDay(Math.floor(whole / SECONDS_PER_DAY), whole - Math.floor(whole / SECONDS_PER_DAY) * SECONDS_PER_DAY)
    : fromHugeSeconds(whole);
}

const SMALLEST_INT64 = -(2n ** 63n);
// Where the calendar of Go's package time begins: the first of March of the year −292277022400.
const FIRST_SECOND = -9_223_372_028_741_760_000n;

function fromHugeSeconds(whole: number): CivilTime {
  const fits = whole >= -(2 ** 63) && whole < 2 ** 63;
  const seconds = BigInt.asUintN(64, (fits ? BigInt(whole) : SMALLEST_INT64) - FIRST_SECOND) + FIRST_SECOND;
  const rest = ((seconds % 86_400n) + 86_400n) % 86_400n;
  return fromDay(Number((seconds - rest) / 86_400n), Number(rest));
}

const DAYS_PER_ERA = 146_097;
const YEARS_PER_ERA = 400;
// 1970-01-01 is so many days behind 0000-03-01. Years are counted from March, so that the leap day is the last of its year.
const DAYS_TO_EPOCH = 719_468;

function fromDay(day: number, second: number): CivilTime {
  const { year, month, dayOfMonth } = dateOf(day);
  return {
    year,
    month,
    dayOfMonth,
    dayOfYear: daysBefore(month, year) + dayOfMonth,
    // The first of January 1970 was a Thursday.
    dayOfWeek: (((day + 4) % 7) + 7) % 7,
    daysInMonth: daysIn(month, year),
    hour: Math.floor(second / 3_600),
    minute: Math.floor((second % 3_600) / 60),
  };
}

/** Source: H. Hinnant, chrono-compatible low-level date algorithms, civil_from_days. */
function dateOf(day: number): Pick<CivilTime, 'year' | 'month' | 'dayOfMonth'> {
  const fromMarch = day + DAYS_TO_EPOCH;
  const era = Math.floor(fromMarch / DAYS_PER_ERA);
  const dayOfEra = fromMarch - era * DAYS_PER_ERA;
  const leapDays = Math.floor(dayOfEra / 1_460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayFromMarch = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayFromMarch + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const dayOfMonth = dayFromMarch - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  return { year: yearOfEra + era * YEARS_PER_ERA + (month <= 2 ? 1 : 0), month, dayOfMonth };
}

const DAYS_IN_MONTH: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(month: number, year: number): number {
  return (DAYS_IN_MONTH[month - 1] ?? 0) + (month === 2 && isLeap(year) ? 1 : 0);
}

function daysBefore(month: number, year: number): number {
  return DAYS_IN_MONTH.slice(0, month - 1).reduce((sum, days) => sum + days, 0) + (month > 2 && isLeap(year) ? 1 : 0);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
