import { formatDuration } from '../promql/duration.ts';
import { type ApiAnswer, apiAnswer } from './api-answer.ts';
import type { ApiRequest } from './api-request.ts';
import { formatInstant } from './format-value.ts';

// The Prometheus whose PromQL and API the engine speaks: Grafana chooses by it what it asks.
const SPOKEN_VERSION = '3.0.0';

/** `/status/buildinfo`. */
export function answerBuildInfo(): ApiAnswer {
  const unknown = { revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '' };
  return apiAnswer({ application: 'Sluice', version: SPOKEN_VERSION, ...unknown });
}

/** `/status/runtimeinfo`: since when the engine runs, and whether its log came back whole. Nothing of the machine or the user is told. */
export function answerRuntimeInfo({ engine, nowMs }: ApiRequest): ApiAnswer {
  const { openedAtMs, retentionMs } = engine.settings;
  return apiAnswer({
    startTime: formatInstant(openedAtMs),
    serverTime: formatInstant(nowMs),
    reloadConfigSuccess: true,
    lastConfigTime: formatInstant(openedAtMs),
    corruptionCount: engine.health().replayProblems.length,
    storageRetention: formatDuration(retentionMs),
  });
}

/** `/status/flags`: what of the engine corresponds to a flag of Prometheus, by the flag's name. */
export function answerFlags({ engine }: ApiRequest): ApiAnswer {
  const { retentionMs, lookbackMs, limits } = engine.settings;
  return apiAnswer({
    'query.lookback-delta': formatDuration(lookbackMs),
    'query.max-samples': String(limits.maxSamplesPerQuery),
    'query.timeout': formatDuration(limits.queryTimeoutMs),
    'storage.tsdb.retention.time': formatDuration(retentionMs),
    'web.enable-admin-api': 'false',
    'web.enable-lifecycle': 'false',
    'web.enable-remote-write-receiver': 'false',
  });
}
