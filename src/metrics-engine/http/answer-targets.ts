import { formatDuration } from '../promql/duration.ts';
import type { ActiveTarget } from '../scrape/target-inventory.ts';
import { type ApiAnswer, apiAnswer } from './api-answer.ts';
import type { ApiRequest } from './api-request.ts';
import { formatInstant } from './format-value.ts';
import { textParam } from './parameters.ts';

/** `/targets`: what is scraped and how it fares, what relabelling dropped, and, beyond Prometheus, what could not be found (`problems`). */
export function answerTargets({ engine, params }: ApiRequest): ApiAnswer {
  const { active, dropped, droppedCounts, problems } = engine.inventory();
  const state = textParam(params, 'state').toLowerCase();
  const pool = textParam(params, 'scrapePool');
  const isMeant = ({ scrapePool }: { readonly scrapePool: string }) => pool === '' || scrapePool === pool;
  return apiAnswer({
    activeTargets: isEither(state, 'active') ? active.filter(isMeant).map(activeTarget) : [],
    droppedTargets: isEither(state, 'dropped')
      ? dropped.filter(isMeant).map(({ scrapePool, discoveredLabels }) => ({ discoveredLabels, scrapePool }))
      : [],
    droppedTargetCounts: Object.fromEntries([...droppedCounts].filter(([scrapePool]) => isMeant({ scrapePool }))),
    problems: problems.filter(isMeant),
  });
}

/** Source: Prometheus: a state that it does not know finds nothing. */
function isEither(state: string, wanted: 'active' | 'dropped'): boolean {
  return state === '' || state === 'any' || state === wanted;
}

function activeTarget({ scrapePool, discoveredLabels, globalUrl, intervalMs, timeoutMs, status }: ActiveTarget): unknown {
  return {
    discoveredLabels,
    labels: status.labels,
    scrapePool,
    scrapeUrl: status.url,
    globalUrl,
    lastError: status.lastError ?? '',
    lastScrape: formatInstant(status.lastScrapeMs),
    lastScrapeDuration: status.lastDurationSeconds ?? 0,
    health: status.health,
    scrapeInterval: formatDuration(intervalMs),
    scrapeTimeout: formatDuration(timeoutMs),
  };
}
