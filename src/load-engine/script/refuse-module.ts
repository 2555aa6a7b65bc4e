const advice: readonly (readonly [pattern: RegExp, what: string])[] = [
  [
    /^k6\/browser|^k6\/experimental\/browser/,
    'browser tests are not run by this engine: test the API that the page calls, or run the script with k6 (load.runner: k6)',
  ],
  [/^k6\/x\//, 'k6 extensions are Go code: run the script with a k6 that has it built in (load.runner: k6)'],
  [
    /^k6\/experimental\/(?:csv|fs|streams)$/,
    "not supported by this engine: read the file with open() in the init stage, and share it with k6/data's SharedArray",
  ],
  [
    /^k6\/experimental\/tracing$/,
    'not supported by this engine: give requests the header traceparent yourself, or let the engine trace the run',
  ],
  [
    /^k6\/experimental\//,
    'experimental modules are not supported by this engine: use the stable one, or run the script with k6 (load.runner: k6)',
  ],
  [
    /^k6(?:\/|$)/,
    'this engine has no such module: it has k6, k6/http, k6/metrics, k6/execution, k6/data, k6/encoding, k6/crypto, k6/timers, k6/secrets, k6/html, k6/websockets, k6/ws, k6/net/grpc',
  ],
  [/^https?:/, 'remote code is not fetched: download the file once, keep it beside the script, and import it by its relative path'],
  [
    /^(?:node:|(?:assert|buffer|child_process|crypto|events|fs|http|https|net|os|path|process|stream|url|util|worker_threads|zlib)$)/,
    'scripts run in a sandbox without Node: only k6 modules and files beside the script can be imported',
  ],
  [/^(?:\/|[a-zA-Z]:|file:)/, "only files in the script's own folder can be imported, by a relative path"],
];

/** Says what to do instead of importing a module that this engine does not have. */
export function refuseModule(specifier: string): string {
  const known = advice.find(([pattern]) => pattern.test(specifier));
  const instead =
    known?.[1] ?? 'packages are not resolved: bundle it into the script, or copy the file beside it and import that by its relative path';
  return `import of '${specifier}' refused: ${instead}`;
}
