import type { AskedAt } from '../asked-query.ts';
import type { Answer } from '../promql/evaluate/answer.ts';
import { type ApiAnswer, TRUNCATED } from './api-answer.ts';
import { ApiError, invalidParameter } from './api-error.ts';
import type { ApiRequest } from './api-request.ts';
import { coverageInfos } from './coverage-infos.ts';
import { limitParam, optionalSpanParam, optionalTimeParam, spanParam, textParam, timeParam } from './parameters.ts';
import { seriesCount, writeInstant, writeRange } from './write-answer.ts';

/** `/query`: an expression at one instant, now unless it is said. */
export async function answerQuery(request: ApiRequest): Promise<ApiAnswer> {
  const { params, nowMs } = request;
  const limit = limitParam(params);
  const asked = { atMs: optionalTimeParam(params, 'time') ?? nowMs };
  const answer = await evaluate(request, asked);
  return { data: writeInstant(answer, limit), ...(await notes(request, { asked, answer, limit })) };
}

/** `/query_range`: an expression at each step from a start to an end. */
export async function answerQueryRange(request: ApiRequest): Promise<ApiAnswer> {
  const limit = limitParam(request.params);
  const asked = rangeParams(request.params);
  const answer = await evaluate(request, asked);
  return { data: writeRange(answer, limit), ...(await notes(request, { asked, answer, limit })) };
}

// Source: Prometheus' HTTP API: so many steps after the first one.
const MAX_STEPS = 11_000;

function rangeParams(params: URLSearchParams): Extract<AskedAt, { readonly startMs: number }> {
  const [startMs, endMs] = [timeParam(params, 'start'), timeParam(params, 'end')];
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  const stepMs = spanParam(params, 'step');
  if (stepMs <= 0) throw invalidParameter('step', 'zero or negative query resolution step widths are not accepted. Try a positive integer');
  if (Math.floor((endMs - startMs) / stepMs) > MAX_STEPS)
    throw new ApiError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  return { startMs, endMs, stepMs };
}

/** The deadline counts from here, so that waiting for others is part of it. */
async function evaluate({ engine, params, signal, turnstile }: ApiRequest, asked: AskedAt): Promise<Answer> {
  const longestMs = engine.settings.limits.queryTimeoutMs;
  const timeoutMs = Math.max(0, Math.min(longestMs, optionalSpanParam(params, 'timeout') ?? longestMs));
  const lookbackMs = lookbackParam(params);
  const beganAt = performance.now();
  const leave = await turnstile.enter(AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]));
  try {
    const leftMs = Math.max(0, timeoutMs - (performance.now() - beganAt));
    const wishes = { timeoutMs: leftMs, ...(lookbackMs !== undefined && { lookbackMs }) };
    return await engine.source.answer(textParam(params, 'query'), asked, signal, wishes);
  } finally {
    leave();
  }
}

function lookbackParam(params: URLSearchParams): number | undefined {
  const lookbackMs = optionalSpanParam(params, 'lookback_delta');
  if (lookbackMs !== undefined && lookbackMs < 0) throw invalidParameter('lookback_delta', 'it must not be negative');
  // As in Prometheus, 0 means the engine's own.
  return lookbackMs === 0 ? undefined : lookbackMs;
}

interface Answered {
  readonly asked: AskedAt;
  readonly answer: Answer;
  readonly limit: number;
}

type Notes = Pick<ApiAnswer, 'warnings' | 'infos'>;

async function notes({ engine, params, signal }: ApiRequest, { asked, answer, limit }: Answered): Promise<Notes> {
  const warnings = seriesCount(answer) > limit ? [...answer.warnings, TRUNCATED] : answer.warnings;
  if (params.get('coverage') !== 'true') return { warnings, infos: answer.infos };
  return { warnings, infos: [...answer.infos, ...coverageInfos(await engine.coverage(textParam(params, 'query'), asked, signal))] };
}
