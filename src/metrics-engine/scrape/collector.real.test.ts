import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { toLabels } from '../promql/labels.ts';
import type { Labels } from '../query-result.ts';
import { type RealPrometheus, startPrometheus } from '../testing/real-prometheus.ts';
import { parseCollectorConfig } from './collector-config.ts';
import { resolveGroups } from './resolve-groups.ts';

/** How long Prometheus may take to find its targets. */
const PATIENCE_MS = 30_000;
// The same jobs at each run, so that a failure can be looked at again.
const SEED = 7;
const JOBS = 60;
const OLD_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

interface ToldTarget {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly labels: Labels;
}

const LABELS = ['env', 'path', 'team', 'Zone', '__meta_a', '__meta_b_c', '__tmp_x', '__param_module', 'none'];
const label = fc.constantFrom(...LABELS);
const target = fc.constantFrom('env', 'new', 'instance', 'job', '__tmp_x', '__param_module', '__param_q', '__metrics_path__');
const sources = fc.uniqueArray(label, { maxLength: 3 });
const regex = fc.constantFrom(
  '(.*)',
  '(.)(.*)',
  '(?i:prod)',
  '.+',
  '',
  'a|b',
  '[a-z]+',
  '(?P<head>.)(?P<tail>.*)',
  '(.*);(.*)',
  '.*[0-9].*',
  '__meta_(.+)',
  '(?:e|t).*',
);
const replacement = fc.constantFrom('$1', '${2}-$1', 'constant', '', '$tail$head', '$1x', '${1}x', '$$', '/$1', '$0', '$', '${');
const rule = fc.oneof(
  fc.record({ action: fc.constantFrom('keep', 'drop'), source_labels: sources, regex }),
  fc.record({ action: fc.constantFrom('keepequal', 'dropequal'), source_labels: sources, target_label: label }),
  fc.record({ action: fc.constantFrom('lowercase', 'uppercase'), source_labels: sources, target_label: target }),
  fc.record({
    action: fc.constant('hashmod'),
    source_labels: sources,
    target_label: target,
    modulus: fc.constantFrom(1, 7, 1000, 4_294_967_296),
  }),
  fc.record({
    action: fc.constantFrom('labeldrop', 'labelkeep'),
    regex: fc.constantFrom('env|team', '__meta.*', '.*[zZ].*', '(env|path|__.*|job)'),
  }),
  fc.record({
    action: fc.constant('labelmap'),
    regex: fc.constantFrom('__meta_(.+)', '(e)(n)(.)', '(.+)one'),
    replacement: fc.constantFrom('$1', 'm_$1', 'x$2'),
  }),
  fc.record({
    action: fc.constant('replace'),
    source_labels: sources,
    separator: fc.constantFrom(';', '', '/'),
    regex,
    target_label: fc.oneof(target, fc.constantFrom('t_$1', '${1}')),
    replacement,
  }),
);
const value = fc.constantFrom('prod', 'PROD', 'a', 'b', 'Ünï', '/api/v1', 'x9', '', 'a b');
const group = fc.record({ labels: fc.dictionary(fc.constantFrom(...LABELS.slice(0, 7)), value, { maxKeys: 6 }) });
const job = fc.record({ groups: fc.array(group, { minLength: 1, maxLength: 5 }), rules: fc.array(rule, { minLength: 1, maxLength: 5 }) });

type DrawnJob = ReturnType<typeof drawnJobs>[number];

function drawnJobs() {
  return fc.sample(job, { seed: SEED, numRuns: JOBS }).map(({ groups, rules }, index) => ({ name: `job-${index}`, groups, rules }));
}

/** Jobs whose rules were drawn, none of which sends its targets elsewhere. */
function configText(jobs: readonly DrawnJob[]): string {
  return stringify({
    global: { scrape_interval: '1h' },
    scrape_configs: jobs.map(({ name, groups, rules }) => ({
      job_name: name,
      params: { module: ['m', 'n'] },
      static_configs: groups.map(({ labels }, number) => ({ targets: [addressOf(number)], labels })),
      relabel_configs: rules,
    })),
  });
}

const addressOf = (number: number) => `127.0.0.1:${number + 1}`;

/** What the engine makes of a job. Its targets are given as found ones: some have no address left, which is refused in a configuration. */
function targetsOf(drawn: DrawnJob): readonly ToldTarget[] {
  const [scrapeJob] = parseCollectorConfig(configText([{ ...drawn, groups: [] }])).jobs;
  const groups = drawn.groups.map(({ labels }, number) => ({ labels, targets: [{ __address__: addressOf(number) }] }));
  const { found } = resolveGroups(scrapeJob ?? assert.fail(), groups);
  return found.map(({ target: { url, labels } }) => ({ scrapePool: drawn.name, scrapeUrl: url, labels }));
}

/** One text a target, each once: Prometheus, too, scrapes targets that come to the same but once. */
function textsOf(targets: readonly ToldTarget[]): readonly string[] {
  const texts = targets.map(({ scrapePool, scrapeUrl, labels }) =>
    JSON.stringify([
      scrapePool,
      new URL(scrapeUrl).href,
      [...new URL(scrapeUrl).searchParams].map((pair) => pair.join('=')).sort(),
      toLabels(Object.entries(labels)),
    ]),
  );
  return [...new Set(texts)].sort();
}

describe("relabelling against Debian's Prometheus", () => {
  let server: RealPrometheus;
  let told: readonly ToldTarget[];
  const jobs = drawnJobs();

  before(async function start() {
    this.timeout(PATIENCE_MS * 2);
    server = await startPrometheus(configText(jobs));
    told = await untilFound(server.baseUrl);
  });
  after(() => server.close());

  it(`leaves the same targets, URLs and labels of ${JOBS} jobs`, () => {
    // Prometheus 2 writes no label whose name is not of the old kind, so jobs that do are left out.
    const comparable = jobs.filter((each) =>
      targetsOf(each).every(({ labels }) => Object.keys(labels).every((name) => OLD_NAME.test(name))),
    );
    const pools = new Set(comparable.map(({ name }) => name));
    const ours = textsOf(comparable.flatMap((each) => targetsOf(each)));
    assert.deepEqual(ours, textsOf(told.filter(({ scrapePool }) => pools.has(scrapePool))));
    assert.ok(ours.length > JOBS, `${ours.length} targets are too few to tell`);
  });
});

/** The targets that Prometheus scrapes, once it has sorted out all of them. */
async function untilFound(baseUrl: string): Promise<readonly ToldTarget[]> {
  const deadline = AbortSignal.timeout(PATIENCE_MS);
  for (let before = ''; ; await setTimeout(500, undefined, { signal: deadline })) {
    const response = await fetch(`${baseUrl}/api/v1/targets`, { signal: deadline });
    const { data } = (await response.json()) as { data: { activeTargets: readonly ToldTarget[]; droppedTargets: readonly unknown[] } };
    const state = `${data.activeTargets.length} ${data.droppedTargets.length}`;
    if (state === before && data.activeTargets.length > 0) return data.activeTargets;
    before = state;
  }
}
