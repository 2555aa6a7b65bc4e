import type { LoadMetric, LoadRunProgress } from '../../control/ports/load-runner.ts';
import type { K6MetricKinds } from './k6-summary.ts';
import { RoughQuantiles } from './rough-quantiles.ts';

type Counts = { -readonly [Name in 'iterations' | 'dropped' | 'requests' | 'failedRequests' | 'activeVus']: number };

/** Only these metrics are for people to watch; all other samples are not even parsed. */
const WATCHED = /"metric":\s*"(http_reqs|http_req_duration|http_req_failed|iterations|dropped_iterations|vus)"/;

/** Follows the lines of `--out json=-`: what k6 did so far, what its metrics are, and the lines that are no samples, which are its summary. */
export class K6Stream {
  readonly #counts: Counts = { iterations: 0, dropped: 0, requests: 0, failedRequests: 0, activeVus: 0 };
  readonly #durations = new RoughQuantiles();
  readonly #kinds = new Map<string, Pick<LoadMetric, 'type' | 'contains'>>();
  readonly #text: string[] = [];

  push(line: string): void {
    if (!line.startsWith('{')) this.#text.push(line);
    else if (/"type":\s*"Metric"/.test(line)) this.#metric(parse(line));
    else if (WATCHED.test(line)) this.#point(parse(line));
  }

  /** `totalMs` is how long the run is to take. */
  progress(elapsedMs: number, totalMs: number | undefined): LoadRunProgress {
    const fraction = totalMs === undefined ? undefined : Math.min(1, elapsedMs / totalMs);
    return { elapsedMs, fraction, ...this.#counts, p50: this.#durations.at(0.5), p95: this.#durations.at(0.95) };
  }

  get kinds(): K6MetricKinds {
    return this.#kinds;
  }

  /** What k6 printed for people. */
  get text(): string {
    return this.#text.join('\n');
  }

  #metric(line: Line): void {
    const { type, contains } = line.data ?? {};
    if (line.metric === undefined || !isType(type)) return;
    this.#kinds.set(line.metric, { type, contains: contains === 'time' || contains === 'data' ? contains : 'default' });
  }

  #point(line: Line): void {
    const value = line.data?.value ?? 0;
    if (line.metric === 'http_reqs') this.#counts.requests += value;
    if (line.metric === 'http_req_failed') this.#counts.failedRequests += value;
    if (line.metric === 'iterations') this.#counts.iterations += value;
    if (line.metric === 'dropped_iterations') this.#counts.dropped += value;
    if (line.metric === 'vus') this.#counts.activeVus = value;
    if (line.metric === 'http_req_duration') this.#durations.add(value);
  }
}

interface Line {
  readonly metric?: string;
  readonly data?: { readonly type?: string; readonly contains?: string; readonly value?: number };
}

/** k6 cuts a line when it is killed; half a line counts for nothing. */
function parse(line: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return {};
  }
}

const isType = (type: string | undefined): type is LoadMetric['type'] =>
  type === 'counter' || type === 'gauge' || type === 'rate' || type === 'trend';
