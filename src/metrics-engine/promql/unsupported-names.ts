/**
 * Functions of Prometheus 3 that the engine knows by name and does not answer: they are refused as 'unsupported', not as unknown.
 * Source: the function reference of Prometheus 3.
 */
export const UNSUPPORTED_FUNCTIONS: ReadonlySet<string> = new Set(
  `acos acosh asin asinh atan atanh cos cosh deg pi rad sin sinh tan tanh
  day_of_month day_of_week day_of_year days_in_month hour minute month year
  deriv double_exponential_smoothing holt_winters predict_linear mad_over_time
  ts_of_first_over_time ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time
  histogram_avg histogram_count histogram_fraction histogram_quantiles histogram_stddev histogram_stdvar histogram_sum
  info max_of min_of label_join label_replace sort_by_label sort_by_label_desc
  start end range step`.split(/\s+/),
);

/** Aggregations of Prometheus 3 that the engine knows by name and does not answer. */
export const UNSUPPORTED_AGGREGATIONS: ReadonlySet<string> = new Set(['count_values', 'limitk', 'limit_ratio']);
