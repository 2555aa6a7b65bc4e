import { formatFloat } from './go-float.ts';

const four = (value: number): string => formatFloat(value, 'g', 4);
const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'] as const;
const BINARY = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'] as const;
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'] as const;

/** A number with a metric prefix and four digits: 1,234,567 is `1.235M`, 0.0012 is `1.2m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return four(value);
  return Math.abs(value) >= 1 ? large(value, 1000, LARGE) : small(value);
}

/** A number with a binary prefix: 1,048,576 is `1Mi`. */
export function humanize1024(value: number): string {
  return Math.abs(value) <= 1 || !Number.isFinite(value) ? four(value) : large(value, 1024, BINARY);
}

/** A ratio in percent: 0.1234 is `12.34%`. */
export function humanizePercentage(ratio: number): string {
  return `${four(ratio * 100)}%`;
}

/** Seconds as people say them: 3,661 is `1h 1m 1s`, 0.0015 is `1.5ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return four(seconds);
  if (seconds === 0) return `${four(seconds)}s`;
  if (Math.abs(seconds) < 1) return `${small(seconds)}s`;
  return (seconds < 0 ? '-' : '') + longDuration(Math.abs(seconds));
}

function longDuration(size: number): string {
  const whole = Math.floor(size);
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor(whole / 3600) % 24];
  const [minutes, seconds] = [Math.floor(whole / 60) % 60, whole % 60];
  if (days !== 0) return `${days}d ${hours}h ${minutes}m ${seconds}s`;
  if (hours !== 0) return `${hours}h ${minutes}m ${seconds}s`;
  return minutes !== 0 ? `${minutes}m ${seconds}s` : `${four(size)}s`;
}

// The divisions are done one after the other, as Prometheus does them: one division by a power could round elsewhere.
function large(value: number, base: number, prefixes: readonly string[]): string {
  let rest = value;
  let chosen = '';
  for (const prefix of prefixes) {
    if (Math.abs(rest) < base) break;
    chosen = prefix;
    rest /= base;
  }
  return four(rest) + chosen;
}

function small(value: number): string {
  let rest = value;
  let chosen = '';
  for (const prefix of SMALL) {
    if (Math.abs(rest) >= 1) break;
    chosen = prefix;
    rest *= 1000;
  }
  return four(rest) + chosen;
}
