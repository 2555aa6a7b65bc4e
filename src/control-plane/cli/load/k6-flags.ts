/** One flag of k6 that says how much is run and how requests are made, by the name that scripts use for the option. */
export interface OptionFlag {
  readonly option: string;
  /** As commander reads it. */
  readonly flags: string;
  /** Undefined: the value is a text. `switch`: true where the flag stands alone. `list`: the flag may come several times. */
  readonly form?: 'switch' | 'list';
  readonly help: string;
}

/** Every such flag of https://grafana.com/docs/k6/latest/using-k6/k6-options/reference/; the engine reads their values. */
export const OPTION_FLAGS: readonly OptionFlag[] = [
  { option: 'vus', flags: '-u, --vus <number>', help: 'virtual users' },
  { option: 'duration', flags: '-d, --duration <duration>', help: 'how long they go round: 30s, 5m …' },
  { option: 'iterations', flags: '-i, --iterations <number>', help: 'iterations that the users share' },
  { option: 'stages', flags: '-s, --stage <duration:target>', form: 'list', help: 'ramp the users: 30s:10,1m:0' },
  { option: 'executionSegment', flags: '--execution-segment <segment>', help: 'run one part of the test: 0:1/4' },
  { option: 'executionSegmentSequence', flags: '--execution-segment-sequence <list>', help: 'all parts of the test: 0,1/4,1/2,1' },
  { option: 'rps', flags: '--rps <number>', help: 'at most so many requests a second' },
  { option: 'maxRedirects', flags: '--max-redirects <number>', help: 'follow at most so many redirects' },
  { option: 'batch', flags: '--batch <number>', help: 'requests of a batch() at the same time' },
  { option: 'batchPerHost', flags: '--batch-per-host <number>', help: '… to one host' },
  { option: 'userAgent', flags: '--user-agent <text>', help: 'the header User-Agent' },
  { option: 'httpDebug', flags: '--http-debug <what>', form: 'switch', help: 'log requests and answers; full: with bodies' },
  { option: 'insecureSkipTLSVerify', flags: '--insecure-skip-tls-verify', form: 'switch', help: 'take any certificate' },
  { option: 'noConnectionReuse', flags: '--no-connection-reuse', form: 'switch', help: 'a connection for each request' },
  { option: 'noVUConnectionReuse', flags: '--no-vu-connection-reuse', form: 'switch', help: 'new connections for each iteration' },
  { option: 'minIterationDuration', flags: '--min-iteration-duration <duration>', help: 'an iteration takes at least so long' },
  { option: 'throw', flags: '-w, --throw', form: 'switch', help: 'a failed request throws' },
  { option: 'discardResponseBodies', flags: '--discard-response-bodies', form: 'switch', help: 'bodies are read and thrown away' },
  { option: 'blacklistIPs', flags: '--blacklist-ip <range>', form: 'list', help: 'never connect to these addresses' },
  { option: 'blockHostnames', flags: '--block-hostnames <names>', form: 'list', help: 'never connect to these hosts' },
  { option: 'dns', flags: '--dns <pairs>', help: 'ttl=5m,select=random,policy=preferIPv4' },
  { option: 'localIPs', flags: '--local-ips <list>', help: 'send from these addresses' },
  { option: 'systemTags', flags: '--system-tags <list>', form: 'list', help: 'the tags that samples have by themselves' },
  { option: 'tags', flags: '--tag <name=value>', form: 'list', help: 'a tag for every sample' },
  { option: 'summaryTrendStats', flags: '--summary-trend-stats <list>', form: 'list', help: 'avg,min,med,max,p(90),p(95),p(99),count' },
  { option: 'summaryTimeUnit', flags: '--summary-time-unit <unit>', help: 's, ms or us' },
  { option: 'linger', flags: '-l, --linger', form: 'switch', help: 'do not leave after the test' },
  { option: 'paused', flags: '-p, --paused', form: 'switch', help: 'wait for a start that can not come here' },
];

/** Flags of k6 that have no meaning here, and what to do instead: they are refused by name, never ignored. */
export const REFUSED_FLAGS: Readonly<Record<string, string>> = {
  '--address': 'there is no REST API; Ctrl-C ends a run, and --json prints its result',
  '-a': 'there is no REST API; Ctrl-C ends a run, and --json prints its result',
  '--profiling-enabled': 'there is no REST API to profile through; run node --prof on src/load-engine/main.ts',
  '--traces-output': 'the engine sends no traces of its own; --trace gives every request the header traceparent',
  '--new-machine-readable-summary': 'that format has neither thresholds nor tags; --json prints the whole result',
  '--features': 'k6 has such switches for what is new in k6',
  '--max': 'k6 has no such flag any more; preAllocatedVUs and maxVUs are options of a scenario',
  '-m': 'k6 has no such flag any more; preAllocatedVUs and maxVUs are options of a scenario',
  '--type': 'archives are not run; name the script',
  '-t': 'archives are not run; name the script',
  '--exit-on-running': 'it belongs to k6 cloud',
  '--show-logs': 'it belongs to k6 cloud',
  '--upload-only': 'it belongs to k6 cloud',
  '--local-execution': 'it belongs to k6 cloud',
  '--no-archive-upload': 'it belongs to k6 cloud',
};

/** Variables that only the named programs read, and that are no slip of the keyboard: the empty text ignores them, any other refuses them by it. */
export const OTHER_VARIABLES: readonly (readonly [prefix: string, advice: string])[] = [
  ['K6_WEB_DASHBOARD', 'there is no dashboard; --out html=report.html writes a page with charts'],
  ['K6_TRACES_OUTPUT', 'the engine sends no traces of its own; --trace gives every request the header traceparent'],
  ['K6_PROFILING_ENABLED', 'there is no REST API to profile through'],
  ['K6_NEW_MACHINE_READABLE_SUMMARY', 'that format has neither thresholds nor tags; --json prints the whole result'],
  ['K6_INCLUDE_SYSTEM_ENV_VARS', 'a script sees no environment but what is passed with -e'],
  ['K6_BIN', ''],
  ['K6_NO_USAGE_REPORT', ''],
  ['K6_COMPATIBILITY_MODE', ''],
  ['K6_AUTO_EXTENSION_RESOLUTION', ''],
  ['K6_ENABLE_COMMUNITY_EXTENSIONS', ''],
  ['K6_DEPENDENCY_MANIFEST', ''],
  ['K6_BINARY_PROVISIONING', ''],
  ['K6_BUILD_SERVICE_URL', ''],
  ['K6_CLOUD_', ''],
  ['K6_BROWSER_', ''],
  ['K6_INFLUXDB_', ''],
  ['K6_STATSD_', ''],
];

/** Variables that the outputs read. */
export const OUTPUT_VARIABLES: readonly string[] = ['K6_CSV_', 'K6_PROMETHEUS_RW_', 'K6_OTEL_'];
