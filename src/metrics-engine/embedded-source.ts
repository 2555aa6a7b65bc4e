import { instantResult, rangeResult, sampleCount } from './answer-result.ts';
import { type AskedAt, gridOf } from './asked-query.ts';
import { type Coverage, measureCoverage } from './data-coverage/measure-coverage.ts';
import { inSlices } from './in-slices.ts';
import type { MetricsSource } from './metrics-source.ts';
import type { Answer } from './promql/evaluate/answer.ts';
import { evaluateQuery } from './promql/evaluate/evaluate-query.ts';
import type { EngineOptions } from './promql/evaluate/evaluation.ts';
import type { SeriesReader } from './promql/evaluate/series-reader.ts';
import { parse } from './promql/syntax/parse.ts';
import { QueryError } from './query-result.ts';
import type { CollectorClock } from './scrape/collector-clock.ts';
import { workBudget } from './work-budget.ts';

export interface EmbeddedSourceOptions {
  readonly reader: SeriesReader;
  readonly clock: Pick<CollectorClock, 'monotonicMs'>;
  /** The longest that one query may take. */
  readonly queryTimeoutMs: number;
  /** The most samples that one query may hold at once in the columns of its parts. */
  readonly maxSamples: number;
  /** The most samples that one answer of query or queryRange may hold; as many as maxSamples by default. */
  readonly maxAnswerSamples?: number;
  /** The semantics that queries follow. */
  readonly options: EngineOptions;
  /** Between two samples of a series that has only one; a minute by default. */
  readonly usualIntervalMs?: number;
  /** Lets scrapes and requests run between the pieces of a long query. */
  readonly letOthersRun: () => Promise<void>;
}

/** A source that also answers in columns, which spares whoever writes them out an object a sample. */
export interface EmbeddedSource extends MetricsSource {
  /** As query or queryRange, by what is asked. Throws as they do. */
  answer(expression: string, asked: AskedAt, signal?: AbortSignal, wishes?: QueryWishes): Promise<Answer>;
  /** How much of what a query looks back on there are samples of. Throws as answer does. */
  coverage(expression: string, asked: AskedAt, signal?: AbortSignal): Promise<Coverage>;
}

/** What a caller may wish otherwise for one query. */
export interface QueryWishes {
  /** A shorter time than a query may take; a longer one is not granted. */
  readonly timeoutMs?: number;
  /** How far back instant selectors look. */
  readonly lookbackMs?: number;
}

const USUAL_INTERVAL_MS = 60_000;

/** Answers PromQL from the series in memory. */
export function embeddedSource(options: EmbeddedSourceOptions): EmbeddedSource {
  const { usualIntervalMs = USUAL_INTERVAL_MS } = options;
  const answer: EmbeddedSource['answer'] = async (expression, asked, signal, wishes = {}) => {
    const queryTimeoutMs = Math.min(options.queryTimeoutMs, wishes.timeoutMs ?? options.queryTimeoutMs);
    const checkTime = timeCheck({ ...options, queryTimeoutMs }, signal);
    checkTime();
    const budget = workBudget({ maxSamples: options.maxSamples, checkTime });
    const lookbackMs = wishes.lookbackMs ?? options.options.lookbackMs;
    const setting = { reader: options.reader, budget, options: { ...options.options, lookbackMs }, text: expression };
    const shape = 'atMs' in asked ? 'instant' : 'range';
    return inSlices(evaluateQuery(parse(expression), gridOf(asked), setting, shape), { ...options, checkTime });
  };
  const coverage: EmbeddedSource['coverage'] = async (expression, asked, signal) => {
    const checkTime = timeCheck(options, signal);
    checkTime();
    const { reader, options: semantics } = options;
    const work = measureCoverage(parse(expression), gridOf(asked), { reader, lookbackMs: semantics.lookbackMs, usualIntervalMs });
    return inSlices(work, { ...options, checkTime });
  };
  return {
    answer,
    coverage,
    query: async (expression, atMs, signal) => instantResult(small(await answer(expression, { atMs }, signal), options)),
    queryRange: async (expression, range, signal) => rangeResult(small(await answer(expression, range, signal), options)),
  };
}

/** The same answer. Throws QueryError 'execution' when it is too large to be turned into an object a sample. */
function small(answer: Answer, { maxSamples, maxAnswerSamples = maxSamples }: EmbeddedSourceOptions): Answer {
  if (sampleCount(answer) > maxAnswerSamples)
    throw new QueryError('execution', `the answer has more than ${maxAnswerSamples} samples: ask about fewer series or with a longer step`);
  return answer;
}

/** Throws 'timeout' once the time is up or the caller has given up. Source: the words of Prometheus' engine, before the colon. */
function timeCheck({ clock, queryTimeoutMs }: EmbeddedSourceOptions, signal: AbortSignal | undefined): () => void {
  const endsAtMs = clock.monotonicMs() + queryTimeoutMs;
  return () => {
    if (signal?.aborted === true)
      throw new QueryError('timeout', 'query was canceled in expression evaluation: it was given up by its caller');
    if (clock.monotonicMs() >= endsAtMs)
      throw new QueryError(
        'timeout',
        `query timed out in expression evaluation: it took more than ${queryTimeoutMs} ms; ask about fewer series or a shorter range`,
      );
  };
}
