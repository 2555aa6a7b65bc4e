import type { OPTION_TABLE } from './option-table.ts';

/** How the text of a flag or a variable is read. */
export type TextForm = 'number' | 'switch' | 'text' | 'list' | 'stages' | 'pairs' | 'http-debug';

/** How an option is written outside of a script; `flag` or `variable` is absent where there is none. */
export interface OutsideOption {
  readonly flag?: string;
  readonly variable?: string;
  readonly form: TextForm;
}

/** Every option that the command line or the environment may set, by the names of https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/. */
export const OUTSIDE_OPTIONS = {
  batch: { flag: '--batch', variable: 'K6_BATCH', form: 'number' },
  batchPerHost: { flag: '--batch-per-host', variable: 'K6_BATCH_PER_HOST', form: 'number' },
  blacklistIPs: { flag: '--blacklist-ip', variable: 'K6_BLACKLIST_IPS', form: 'list' },
  blockHostnames: { flag: '--block-hostnames', variable: 'K6_BLOCK_HOSTNAMES', form: 'list' },
  discardResponseBodies: { flag: '--discard-response-bodies', variable: 'K6_DISCARD_RESPONSE_BODIES', form: 'switch' },
  dns: { flag: '--dns', variable: 'K6_DNS', form: 'pairs' },
  duration: { flag: '--duration', variable: 'K6_DURATION', form: 'text' },
  executionSegment: { flag: '--execution-segment', form: 'text' },
  executionSegmentSequence: { flag: '--execution-segment-sequence', form: 'text' },
  httpDebug: { flag: '--http-debug', variable: 'K6_HTTP_DEBUG', form: 'http-debug' },
  insecureSkipTLSVerify: { flag: '--insecure-skip-tls-verify', variable: 'K6_INSECURE_SKIP_TLS_VERIFY', form: 'switch' },
  iterations: { flag: '--iterations', variable: 'K6_ITERATIONS', form: 'number' },
  linger: { flag: '--linger', variable: 'K6_LINGER', form: 'switch' },
  localIPs: { flag: '--local-ips', variable: 'K6_LOCAL_IPS', form: 'text' },
  maxRedirects: { flag: '--max-redirects', variable: 'K6_MAX_REDIRECTS', form: 'number' },
  minIterationDuration: { flag: '--min-iteration-duration', variable: 'K6_MIN_ITERATION_DURATION', form: 'text' },
  noConnectionReuse: { flag: '--no-connection-reuse', variable: 'K6_NO_CONNECTION_REUSE', form: 'switch' },
  noCookiesReset: { variable: 'K6_NO_COOKIES_RESET', form: 'switch' },
  noVUConnectionReuse: { flag: '--no-vu-connection-reuse', variable: 'K6_NO_VU_CONNECTION_REUSE', form: 'switch' },
  paused: { flag: '--paused', variable: 'K6_PAUSED', form: 'switch' },
  rps: { flag: '--rps', variable: 'K6_RPS', form: 'number' },
  setupTimeout: { variable: 'K6_SETUP_TIMEOUT', form: 'text' },
  stages: { flag: '--stage', variable: 'K6_STAGES', form: 'stages' },
  summaryTimeUnit: { flag: '--summary-time-unit', variable: 'K6_SUMMARY_TIME_UNIT', form: 'text' },
  summaryTrendStats: { flag: '--summary-trend-stats', variable: 'K6_SUMMARY_TREND_STATS', form: 'list' },
  systemTags: { flag: '--system-tags', variable: 'K6_SYSTEM_TAGS', form: 'list' },
  tags: { flag: '--tag', form: 'pairs' },
  teardownTimeout: { variable: 'K6_TEARDOWN_TIMEOUT', form: 'text' },
  throw: { flag: '--throw', variable: 'K6_THROW', form: 'switch' },
  userAgent: { flag: '--user-agent', variable: 'K6_USER_AGENT', form: 'text' },
  vus: { flag: '--vus', variable: 'K6_VUS', form: 'number' },
} as const satisfies Readonly<Partial<Record<keyof typeof OPTION_TABLE, OutsideOption>>>;

/** The name of an option that may come from outside. */
export type OutsideName = keyof typeof OUTSIDE_OPTIONS;

/** Whether a name is one of them. */
export const isOutsideName = (name: string): name is OutsideName => Object.hasOwn(OUTSIDE_OPTIONS, name);
