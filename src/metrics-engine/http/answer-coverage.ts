import { type ApiAnswer, apiAnswer } from './api-answer.ts';
import type { ApiRequest } from './api-request.ts';
import { optionalTimeParam, textParam } from './parameters.ts';

/** `/coverage`, which Prometheus has not: how much of what an expression looks back on there are samples of, times in milliseconds. */
export async function answerCoverage({ engine, params, nowMs, signal }: ApiRequest): Promise<ApiAnswer> {
  const atMs = optionalTimeParam(params, 'time') ?? nowMs;
  return apiAnswer(await engine.coverage(textParam(params, 'query'), { atMs }, signal));
}
