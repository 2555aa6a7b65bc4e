const NAMES = [
  'sluice_collector_target_scrapes_total',
  'sluice_collector_target_scrapes_failed_total',
  'sluice_collector_target_scrapes_exceeded_body_size_limit_total',
  'sluice_collector_target_scrapes_exceeded_sample_limit_total',
  'sluice_collector_target_scrapes_exceeded_label_limits_total',
  'sluice_collector_target_scrapes_refused_by_full_store_total',
  'sluice_collector_target_scrapes_sample_duplicate_timestamp_total',
  'sluice_collector_target_scrapes_sample_out_of_order_total',
  'sluice_collector_target_scrapes_sample_out_of_bounds_total',
  'sluice_collector_exemplars_appended_total',
  'sluice_collector_exemplars_out_of_order_total',
  'sluice_collector_exemplars_refused_total',
] as const;

/** What the collector counts of its own work. */
export type ScrapeCounterName = (typeof NAMES)[number];

/** Counts what happens to scrapes and their samples, for all targets together since the start. */
export interface ScrapeCounters {
  count(name: ScrapeCounterName, by?: number): void;
  /** All counters by name, those that stand at 0, too. */
  readonly values: Readonly<Record<ScrapeCounterName, number>>;
}

/** Makes counters that stand at 0. */
export function scrapeCounters(): ScrapeCounters {
  const counts = new Map<ScrapeCounterName, number>(NAMES.map((name) => [name, 0]));
  return {
    count: (name, by = 1) => {
      counts.set(name, (counts.get(name) ?? 0) + by);
    },
    get values() {
      return Object.fromEntries(counts) as Record<ScrapeCounterName, number>;
    },
  };
}
