// Who may import whom: ARCHITECTURE.md in rules. Each message says why, so that it can be obeyed.
const room = (name) => `^src/${name}/`;
const test = '(\\.test\\.ts$|/testing/|^src/e2e/|-behaviour\\.ts$)';

// oxlint-disable-next-line import/no-default-export -- dependency-cruiser loads its configuration by its default export
export default {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'A circle means that two files are one concept, or that a decision sits in the wrong one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'libraries-know-no-product',
      comment: 'event-store, telemetry, metrics-engine and load-engine are libraries: they know nothing of releases or of LinkFlow.',
      severity: 'error',
      from: { path: '^src/(event-store|telemetry|metrics-engine|load-engine)/', pathNot: test },
      to: { path: '^src/', pathNot: '^src/$1/' },
    },
    {
      name: 'linkflow-stands-alone',
      comment: 'The governed platform uses event-store and telemetry; it meets the control plane over HTTP only.',
      severity: 'error',
      from: { path: room('linkflow'), pathNot: test },
      to: { path: '^src/(control-plane|metrics-engine|load-engine)/' },
    },
    {
      name: 'control-plane-never-imports-linkflow',
      comment: 'Sluice meets the platform over HTTP only.',
      severity: 'error',
      from: { path: room('control-plane'), pathNot: test },
      to: { path: room('linkflow') },
    },
    {
      name: 'metrics-engine-by-one-adapter-each',
      comment: 'Only adapters/embedded-metrics (the engine) and adapters/prometheus (its PromQL tree) see metrics-engine.',
      severity: 'error',
      from: { path: room('control-plane'), pathNot: `${test}|^src/control-plane/adapters/(embedded-metrics|prometheus)/|^src/control-plane/wiring` },
      to: { path: room('metrics-engine') },
    },
    {
      name: 'load-engine-by-one-adapter',
      comment: 'Only adapters/load-engine sees the engine, and it runs it in a process of its own.',
      severity: 'error',
      from: { path: room('control-plane'), pathNot: `${test}|^src/control-plane/adapters/load-engine/` },
      to: { path: room('load-engine') },
    },
    {
      name: 'domain-is-pure',
      comment: 'domain/ is what is true and what follows: values in, values out. It imports only domain/.',
      severity: 'error',
      from: { path: '^src/control-plane/domain/', pathNot: test },
      to: { pathNot: '^(src/control-plane/domain/|node_modules/zod/)' },
    },
    {
      name: 'promql-is-pure',
      comment: 'promql/ compiles without Node: it sees itself, the face types and RE2.',
      severity: 'error',
      from: { path: '^src/metrics-engine/promql/', pathNot: test },
      to: { pathNot: '^(src/metrics-engine/promql/|src/metrics-engine/(metrics-source|query-result)\\.ts$|node_modules/re2js/)' },
    },
    {
      name: 'control-sees-domain-and-its-ports',
      comment: 'The loops decide and record; the outside is behind control/ports.',
      severity: 'error',
      from: { path: '^src/control-plane/control/', pathNot: test },
      to: { pathNot: '^(src/control-plane/(control|domain)/|node:)', dependencyTypesNot: ['core'] },
    },
    {
      name: 'adapters-never-see-each-other',
      comment: 'One folder an outside system: what two adapters share belongs into a port or the domain.',
      severity: 'error',
      from: { path: '^src/control-plane/adapters/([^/]+)/', pathNot: test },
      // What lies beside the folders (child processes, lines, masking) is mechanics that they share.
      to: { path: '^src/control-plane/(adapters|api|cli|config)/', pathNot: '^src/control-plane/adapters/($1/|[^/]+\\.ts$)' },
    },
    {
      name: 'doors-never-see-adapters',
      comment: 'api/ and cli/ ask control/; wiring.ts hands them what is outside.',
      severity: 'error',
      from: { path: '^src/control-plane/(api|cli|config)/', pathNot: test },
      to: { path: '^src/control-plane/(adapters|wiring)' },
    },
    {
      name: 'cli-and-api-are-apart',
      comment: 'The CLI talks HTTP to the API, as any other client does.',
      severity: 'error',
      from: { path: '^src/control-plane/cli/', pathNot: test },
      to: { path: '^src/control-plane/api/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      // The host's functions have no file: the engine answers that name inside a script's sandbox.
      to: { couldNotResolve: true, pathNot: '^sluice:host$' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // Tests may see everything; and the parser stumbles over their `using` declarations.
    exclude: { path: '\\.test\\.ts$' },
    tsPreCompilationDeps: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: { extensions: ['.ts', '.mjs', '.js', '.json'], conditionNames: ['import', 'types', 'node', 'default'], exportsFields: ['exports'] },
  },
};
