/** Variables that programs need to find their way and that hold no secrets of ours. */
const harmless = [
  'PATH',
  'HOME',
  'TMPDIR',
  'LANG',
  'TZ',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_V8_COVERAGE',
] as const;

/** What a child process may inherit of our environment: never a token that the configuration names. */
export function inheritedVariables(
  variables: Readonly<Record<string, string | undefined>> = process.env,
): Readonly<Record<string, string>> {
  return Object.fromEntries(harmless.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]])));
}
