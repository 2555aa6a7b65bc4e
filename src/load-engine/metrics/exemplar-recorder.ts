import type { Exemplar } from '../load-result.ts';
import type { MetricDeclaration, Tags } from '../virtual-user.ts';

/** What is looked at of a sample. */
interface Sample {
  readonly metric: MetricDeclaration;
  readonly value: number;
  readonly tags: Tags;
  readonly atMs: number;
  readonly metadata: Tags | undefined;
}

/** The traced requests that are worth a look, as plain values. */
export interface ExemplarSnapshot {
  /** The slowest first. */
  readonly slowest: readonly Exemplar[];
  /** The first that failed, in order of time. */
  readonly failed: readonly Exemplar[];
}

/** Of each sort: what a person looks at, and what a report can show. */
const MOST = 10;

const DURATION = 'http_req_duration';

/** Keeps the slowest and the first failed requests of a traced run, at most ten of each however long it is; samples without a trace are passed over. */
export class ExemplarRecorder {
  #slowest: readonly Exemplar[] = [];
  #failed: readonly Exemplar[] = [];
  /** A request tells its duration first, and then whether it failed. */
  #last: Sample | undefined;

  sample(sample: Sample): void {
    const { metric, value, metadata } = sample;
    if (metadata?.['trace_id'] === undefined || metadata['trace_id'] === '') return;
    if (metric.name === DURATION) {
      this.#last = sample;
      const least = this.#slowest.at(-1);
      if (least === undefined || this.#slowest.length < MOST || value > least.value)
        this.#slowest = slowest([...this.#slowest, exemplar(sample)]);
    } else if (metric.name === 'http_req_failed' && value === 1 && this.#failed.length < MOST && this.#last?.metadata === metadata) {
      this.#failed = [...this.#failed, exemplar(this.#last)];
    }
  }

  /** Takes in what was kept elsewhere. */
  absorb(other: ExemplarSnapshot): void {
    this.#slowest = slowest([...this.#slowest, ...other.slowest]);
    this.#failed = [...this.#failed, ...other.failed].sort((one, another) => one.atMs - another.atMs).slice(0, MOST);
  }

  snapshot(): ExemplarSnapshot {
    return { slowest: this.#slowest, failed: this.#failed };
  }

  /** All of it, and forgets it: absorbed elsewhere again and again, each is there once. */
  take(): ExemplarSnapshot {
    const taken = this.snapshot();
    [this.#slowest, this.#failed] = [[], []];
    return taken;
  }
}

const slowest = (all: readonly Exemplar[]): readonly Exemplar[] => all.toSorted((one, another) => another.value - one.value).slice(0, MOST);

const exemplar = ({ metric, value, tags, atMs, metadata }: Sample): Exemplar => ({
  metric: metric.name,
  value,
  traceId: metadata?.['trace_id'] ?? '',
  tags,
  atMs,
});

/** The failed requests, which explain more, and then the slowest, each once. */
export function exemplarList({ failed, slowest }: ExemplarSnapshot): readonly Exemplar[] {
  const told = new Set(failed.map(keyOf));
  return [...failed, ...slowest.filter((each) => !told.has(keyOf(each)))];
}

const keyOf = ({ traceId, value, atMs }: Exemplar): string => `${traceId} ${value} ${atMs}`;
