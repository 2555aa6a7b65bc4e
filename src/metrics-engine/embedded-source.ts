import type { MetricsSource } from './metrics-source.ts';
import { evaluateInstant } from './promql/evaluate-instant.ts';
import { evaluateRange } from './promql/evaluate-range.ts';
import { parse } from './promql/parser.ts';
import type { QueryContext } from './promql/plan.ts';
import type { SeriesReader } from './promql/series-reader.ts';
import { QueryError, type QueryResult } from './query-result.ts';
import type { CollectorClock } from './scrape/collector-clock.ts';
import { workBudget } from './work-budget.ts';

export interface EmbeddedSourceOptions {
  readonly reader: SeriesReader;
  readonly clock: Pick<CollectorClock, 'monotonicMs'>;
  /** The longest that one query may take. */
  readonly queryTimeoutMs: number;
  /** The most samples that one answer may hold. */
  readonly maxSamples: number;
  /** How far back an instant selector looks; five minutes in Prometheus. */
  readonly lookbackMs: number;
  /** Lets scrapes and requests run between the steps of a long query. */
  readonly letOthersRun: () => Promise<void>;
}

// Long enough that the pauses cost nothing, short enough that a scrape's timer hardly slips.
const SLICE_MS = 10;

/** Answers PromQL from the series in memory, with the semantics of Prometheus 3. */
export function embeddedSource(options: EmbeddedSourceOptions): MetricsSource {
  return {
    async query(expression, atMs, signal) {
      const { checkTime, contextFor } = workOf(options, signal);
      checkTime();
      return evaluateInstant(parse(expression), contextFor({ startMs: atMs, endMs: atMs }));
    },
    async queryRange(expression, { startMs, endMs, stepMs }, signal) {
      const { checkTime, contextFor } = workOf(options, signal);
      checkTime();
      return inSlices(evaluateRange(parse(expression), stepMs, contextFor({ startMs, endMs })), options, checkTime);
    },
  };
}

interface Work {
  /** Throws 'timeout' once the time is up or the caller has given up. */
  readonly checkTime: () => void;
  readonly contextFor: (edges: Pick<QueryContext, 'startMs' | 'endMs'>) => QueryContext;
}

function workOf({ reader, clock, lookbackMs, maxSamples, queryTimeoutMs }: EmbeddedSourceOptions, signal: AbortSignal | undefined): Work {
  const endsAtMs = clock.monotonicMs() + queryTimeoutMs;
  const checkTime = () => {
    if (signal?.aborted === true) throw new QueryError('timeout', 'the query was given up by its caller');
    if (clock.monotonicMs() > endsAtMs)
      throw new QueryError('timeout', `the query took more than ${queryTimeoutMs} ms: ask about fewer series or a shorter range`);
  };
  return { checkTime, contextFor: (edges) => ({ reader, lookbackMs, budget: workBudget({ maxSamples, checkTime }), ...edges }) };
}

async function inSlices(
  steps: Generator<undefined, QueryResult>,
  { clock, letOthersRun }: EmbeddedSourceOptions,
  checkTime: () => void,
): Promise<QueryResult> {
  for (let sliceStartMs = clock.monotonicMs(); ; ) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (clock.monotonicMs() - sliceStartMs < SLICE_MS) continue;
    await letOthersRun();
    checkTime();
    sliceStartMs = clock.monotonicMs();
  }
}
