import { type ApiAnswer, apiAnswer } from './api-answer.ts';
import type { ApiRequest } from './api-request.ts';
import { writtenAlert } from './written-alert.ts';

/** `/alerts`: all alerts that are pending or fire. */
export function answerAlerts({ engine }: ApiRequest): ApiAnswer {
  return apiAnswer({ alerts: engine.rules.alerts().map(writtenAlert) });
}

/** `/alertmanagers`: who is told of alerts, and, beyond Prometheus, how many wait for it and why. None is ever dropped: they stand in the configuration. */
export function answerAlertmanagers({ engine }: ApiRequest): ApiAnswer {
  const activeAlertmanagers = engine.rules
    .alertmanagers()
    .map(({ url, waiting, lastProblem }) => ({ url, waiting, ...(lastProblem === undefined ? {} : { lastError: lastProblem }) }));
  return apiAnswer({ activeAlertmanagers, droppedAlertmanagers: [] });
}
