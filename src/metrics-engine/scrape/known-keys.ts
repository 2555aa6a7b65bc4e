// Keys of Prometheus' configuration that the embedded collector does not act on. A key that is refused by name tells its author more than
// one that is called unknown. Source: the configuration reference of Prometheus 3.

const COMMON = `scrape_protocols scrape_failure_log_file label_limit label_name_length_limit label_value_length_limit target_limit keep_dropped_targets
  metric_name_validation_scheme metric_name_escaping_scheme scrape_native_histograms always_scrape_classic_histograms convert_classic_histograms_to_nhcb
  extra_scrape_metrics`;

const UNSUPPORTED: ReadonlySet<string> = new Set(
  `${COMMON} rule_files scrape_config_files alerting remote_write remote_read storage tracing otlp runtime
  evaluation_interval rule_query_offset external_labels query_log_file
  basic_auth authorization oauth2 tls_config proxy_url no_proxy proxy_from_environment proxy_connect_header http_headers follow_redirects enable_http2
  enable_compression track_timestamps_staleness fallback_scrape_protocol scrape_classic_histograms native_histogram_bucket_limit
  native_histogram_min_bucket_factor bearer_token bearer_token_file modulus`.split(/\s+/),
);

/** Answers whether a key is lawful somewhere in Prometheus' configuration and not acted on here. */
export function isUnsupportedKey(key: string): boolean {
  return UNSUPPORTED.has(key) || key.endsWith('_sd_configs');
}
