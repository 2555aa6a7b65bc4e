/** The language of an exposition: Prometheus' text format 0.0.4, or OpenMetrics 1.0, which is stricter and knows exemplars and units. */
export type ExpositionFormat = 'text' | 'open-metrics';
