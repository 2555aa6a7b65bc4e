const METHODS = ['GET', 'POST', 'PUT', 'DELETE'] as const;
const STATUSES = ['200', '201', '400', '404', '500'] as const;
const BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.2', '0.5', '1', '+Inf'] as const;
const NAME = 'http_request_duration_seconds';

/** Series of one family of an exposition: buckets, sum and count. */
const SERIES_A_HISTOGRAM = BOUNDS.length + 2;

/**
 * What a service shows of its requests at a scrape, in Prometheus' text: histograms by route, method and status, of `seriesCount` series at
 * least. The same names at each scrape, in the same order; the numbers grow.
 */
export function expositionText(seriesCount: number, scrape: number): string {
  const lines = [`# HELP ${NAME} How long requests took.`, `# TYPE ${NAME} histogram`];
  for (let histogram = 0; histogram * SERIES_A_HISTOGRAM < seriesCount; histogram += 1) lines.push(...histogramLines(histogram, scrape));
  return `${lines.join('\n')}\n`;
}

function histogramLines(histogram: number, scrape: number): readonly string[] {
  const route = Math.floor(histogram / (METHODS.length * STATUSES.length));
  const labels = [
    `route="/api/v1/resources-${route}/:id"`,
    `method="${METHODS[histogram % METHODS.length] ?? ''}"`,
    `status="${STATUSES[Math.floor(histogram / METHODS.length) % STATUSES.length] ?? ''}"`,
    'version="v1"',
  ].join(',');
  const count = 1000 + scrape * (7 + (histogram % 13));
  const buckets = BOUNDS.map((bound, index) => {
    const share = (index + 1) / BOUNDS.length;
    return `${NAME}_bucket{${labels},le="${bound}"} ${Math.floor(count * share)}`;
  });
  return [...buckets, `${NAME}_sum{${labels}} ${(count * 0.0317).toFixed(6)}`, `${NAME}_count{${labels}} ${count}`];
}
