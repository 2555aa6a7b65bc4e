import type { ExpositionFormat } from '../exposition/exposition-format.ts';
import { SCRAPE_PROTOCOLS, type ScrapeProtocol } from './scrape-protocol.ts';

const MEDIA_TYPES: Readonly<Record<ScrapeProtocol, string>> = {
  'OpenMetricsText1.0.0': 'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8',
  'OpenMetricsText0.0.1': 'application/openmetrics-text;version=0.0.1',
  'PrometheusText1.0.0': 'text/plain;version=1.0.0;escaping=allow-utf-8',
  'PrometheusText0.0.4': 'text/plain;version=0.0.4',
};

/** The Accept header that asks for formats in the order of preference, then for anything. */
export function acceptHeader(protocols: readonly ScrapeProtocol[] = SCRAPE_PROTOCOLS): string {
  const ranked = protocols.map((protocol, index) => `${MEDIA_TYPES[protocol]};q=0.${protocols.length + 1 - index}`);
  return [...ranked, '*/*;q=0.1'].join(',');
}

/**
 * The format of an answer: what its Content-Type says, else the one that the job falls back on.
 *
 * Throws Error when the Content-Type is absent or unknown and the job has nothing to fall back on: guessing would read one format as another.
 */
export function formatOf(contentType: string, fallback: ScrapeProtocol | undefined): ExpositionFormat {
  const mediaType = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  if (mediaType === 'application/openmetrics-text') return 'open-metrics';
  if (mediaType === 'text/plain') return 'text';
  if (fallback !== undefined) return fallback.startsWith('OpenMetrics') ? 'open-metrics' : 'text';
  const problem =
    mediaType === ''
      ? 'has no Content-Type'
      : `has the Content-Type ${JSON.stringify(contentType.slice(0, 100))}, which is no format of metrics`;
  throw new Error(`the target's answer ${problem}: correct it at the target, or set fallback_scrape_protocol`);
}
