/** The formats of a target's answer that the collector asks for, by the names that Prometheus' configuration gives them, in the order it prefers them. */
export const SCRAPE_PROTOCOLS = ['OpenMetricsText1.0.0', 'OpenMetricsText0.0.1', 'PrometheusText1.0.0', 'PrometheusText0.0.4'] as const;

/** A format that a target's answer may have. */
export type ScrapeProtocol = (typeof SCRAPE_PROTOCOLS)[number];
