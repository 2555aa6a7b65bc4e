import { type TemplateDuration, type TemplateTime } from './template-value.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** A moment as Go prints it, in UTC: `2009-02-13 23:31:30.5 +0000 UTC`. */
export function timeText({ atMs }: TemplateTime): string {
  const [date = '', clock = ''] = isoOf(atMs).split('T');
  const fraction = clock.slice(8, 12).replace(/\.?0*$/, '');
  return `${date} ${clock.slice(0, 8)}${fraction} +0000 UTC`;
}

/** A year beyond 9999, which Go writes plainly, has a sign and six digits in ISO 8601. */
function isoOf(atMs: number): string {
  const date = new Date(atMs);
  if (Number.isNaN(date.getTime())) return '0000-00-00T00:00:00.000Z';
  return date.toISOString().replace(/^\+0*/, '').replace(/^-0*/, '-').replace('Z', '');
}

const UNITS = [
  [1_000_000n, 'ms', 6],
  [1_000n, 'µs', 3],
  [1n, 'ns', 0],
] as const;

/** A span as Go prints it: `1h2m0.5s`, `1.5ms`, `0s`. */
export function durationText({ nanoseconds }: TemplateDuration): string {
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  for (const [unit, name, digits] of UNITS)
    if (size < 1_000_000_000n && size >= unit) return `${sign}${decimal(size, unit, digits)}${name}`;
  const [hours, minutes] = [size / 3_600_000_000_000n, (size / 60_000_000_000n) % 60n];
  const seconds = `${decimal(size % 60_000_000_000n, 1_000_000_000n, 9)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return sign + (minutes > 0n ? `${minutes}m${seconds}` : seconds);
}

function decimal(size: bigint, unit: bigint, digits: number): string {
  const fraction =
    digits === 0
      ? ''
      : String(size % unit)
          .padStart(digits, '0')
          .replace(/0+$/, '');
  return `${size / unit}${fraction === '' ? '' : `.${fraction}`}`;
}

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

// Longest first, as Go's own layouts are told apart.
const LAYOUT = /January|Jan|Monday|Mon|MST|2006|Z07:00|-07:00|-0700|Z0700|002|01|02|03|04|05|06|15|PM|pm|_2|[.,](?:0+|9+)(?!\d)|[12345]/g;

/** A moment in a layout of Go, such as `2006-01-02T15:04:05Z07:00`, in UTC. */
export function formatTime({ atMs }: TemplateTime, layout: string): string {
  const date = new Date(atMs);
  return layout.replace(LAYOUT, (word) => timeWord(word, date));
}

function timeWord(word: string, date: Date): string {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  const [hours, minutes, seconds] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const words: Readonly<Record<string, string>> = {
    '2006': String(year).padStart(4, '0'),
    '06': two(year % 100),
    '01': two(month + 1),
    '1': String(month + 1),
    January: MONTHS[month] ?? '',
    Jan: MONTHS[month]?.slice(0, 3) ?? '',
    '02': two(day),
    _2: String(day).padStart(2, ' '),
    '2': String(day),
    '002': String(Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000) + 1).padStart(3, '0'),
    Monday: DAYS[date.getUTCDay()] ?? '',
    Mon: DAYS[date.getUTCDay()]?.slice(0, 3) ?? '',
    '15': two(hours),
    '03': two(hours % 12 || 12),
    '3': String(hours % 12 || 12),
    PM: hours < 12 ? 'AM' : 'PM',
    pm: hours < 12 ? 'am' : 'pm',
    '04': two(minutes),
    '4': String(minutes),
    '05': two(seconds),
    '5': String(seconds),
    MST: 'UTC',
    '-0700': '+0000',
    '-07:00': '+00:00',
    Z0700: 'Z',
    'Z07:00': 'Z',
  };
  return words[word] ?? fractionWord(word, date.getUTCMilliseconds());
}

/** `.000` keeps its zeros, `.999` does not. */
function fractionWord(word: string, milliseconds: number): string {
  const digits = String(milliseconds)
    .padStart(3, '0')
    .padEnd(word.length - 1, '0')
    .slice(0, word.length - 1);
  if (word[1] === '0') return `${word[0]}${digits}`;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : `${word[0]}${trimmed}`;
}
