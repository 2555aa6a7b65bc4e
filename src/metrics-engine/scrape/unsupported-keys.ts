// Keys of Prometheus' configuration that the embedded engine does not act on, and what to do instead. A key that is refused by name tells its
// author more than one that is called unknown. Source: the configuration reference of Prometheus 3.

const TAKE_OUT = 'take it out of the file that the embedded engine reads';
const NO_PROXY = 'targets are reached directly; name an address that can be reached without a proxy';
const USE_FILE = 'put it into a file and name the file: ca_file, cert_file, key_file';
const USE_SECRET_FILE = 'name a file with the secret: password_file, credentials_file';
const SERVER_ONLY = `it belongs to a Prometheus server; ${TAKE_OUT}`;

const UNSUPPORTED: ReadonlyMap<string, string> = new Map([
  ...each('proxy_url no_proxy proxy_from_environment proxy_connect_header', NO_PROXY),
  ...each('ca cert key', USE_FILE),
  ...each('password_ref credentials_ref ca_ref cert_ref key_ref', USE_SECRET_FILE),
  ...each('username_file username_ref', 'write the name itself: username'),
  ...each('oauth2 sigv4 azuread google_iam', 'use basic_auth or authorization with credentials_file, whose token something else renews'),
  ...each('min_version max_version', 'the versions of TLS are those that the runtime allows, 1.2 at least'),
  ...each('http_headers', 'use basic_auth or authorization; no other headers are sent'),
  ...each('scrape_config_files', 'write its jobs under scrape_configs'),
  ...each('remote_write remote_read tracing otlp storage runtime query_log_file scrape_failure_log_file', SERVER_ONLY),
  ...each('scrape_classic_histograms', 'classic histograms are always scraped; take it out'),
  ...each('native_histogram_bucket_limit native_histogram_min_bucket_factor', `native histograms are not scraped; ${TAKE_OUT}`),
  ...each('kubeconfig_file', 'name the server by api_server, with authorization or tls_config'),
  ...each('attach_metadata', 'the labels of nodes and namespaces are not looked up; take it out'),
]);

// Services that list targets, known to Prometheus by this ending.
const DISCOVERY = /_sd_configs$/;

function each(keys: string, instead: string): readonly (readonly [key: string, instead: string])[] {
  return keys.split(' ').map((key) => [key, instead] as const);
}

/** What to do instead of using a key that Prometheus knows and the engine does not act on; undefined for every other key. */
export function insteadOf(key: string): string | undefined {
  if (DISCOVERY.test(key)) return 'write the targets into files that file_sd_configs names, or under static_configs';
  return UNSUPPORTED.get(key);
}
