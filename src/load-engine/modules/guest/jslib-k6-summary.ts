interface Metric {
  readonly type: string;
  readonly contains: string;
  readonly values: Readonly<Record<string, number>>;
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>;
}
interface Check {
  readonly name: string;
  readonly passes: number;
  readonly fails: number;
}
interface Group {
  readonly name: string;
  readonly checks?: readonly Check[];
  readonly groups?: readonly Group[];
}
interface Summary {
  readonly metrics: Readonly<Record<string, Metric>>;
  readonly root_group?: Group;
  readonly options?: { readonly summaryTimeUnit?: string };
}
interface Layout {
  readonly indent?: string;
  readonly enableColors?: boolean;
}

/** What handleSummary(data) got, as people read it at the end of a test. */
export function textSummary(data: Summary, { indent = ' ', enableColors = false }: Layout = {}): string {
  const paint = (code: number, text: string): string => (enableColors ? `\u001b[${code}m${text}\u001b[0m` : text);
  const mark = (ok: boolean): string => (ok ? paint(32, '✓') : paint(31, '✗'));
  const checks = data.root_group === undefined ? [] : groupLines(data.root_group, indent, mark);
  return [...checks, ...(checks.length > 0 ? [''] : []), ...metricLines(data, indent, mark)].join('\n');
}

type Mark = (ok: boolean) => string;

function groupLines({ checks = [], groups = [] }: Group, indent: string, mark: Mark): readonly string[] {
  const own = checks.flatMap(({ name, passes, fails }) => {
    const line = `${indent}${mark(fails === 0)} ${name}`;
    return fails === 0 ? [line] : [line, `${indent} ↳  ${Math.floor((100 * passes) / (passes + fails))}% — ✓ ${passes} / ✗ ${fails}`];
  });
  const below = groups.flatMap((group) => ['', `${indent}█ ${group.name}`, '', ...groupLines(group, `${indent}  `, mark)]);
  return [...own, ...below];
}

function metricLines({ metrics, options }: Summary, indent: string, mark: Mark): readonly string[] {
  const names = Object.keys(metrics).sort();
  const width = Math.max(0, ...names.map((name) => name.length)) + 3;
  return names.flatMap((name) => {
    const metric = metrics[name];
    if (metric === undefined) return [];
    const thresholds = Object.entries(metric.thresholds ?? {});
    const sign = thresholds.length === 0 ? ' ' : mark(thresholds.every(([, { ok }]) => ok));
    const line = `${indent}${sign} ${name.padEnd(width, '.')}: ${valuesText(metric, options?.summaryTimeUnit)}`;
    return [line, ...thresholds.filter(([, { ok }]) => !ok).map(([expression]) => `${indent}    ${mark(false)} ${expression}`)];
  });
}

function valuesText(metric: Metric, unit: string | undefined): string {
  const { type, values } = metric;
  const show = (value: number | undefined): string => humanizeValue(value ?? 0, metric, unit);
  switch (type) {
    case 'counter':
      return `${show(values['count'])} ${rateText(values['rate'] ?? 0, metric)}`;
    case 'rate':
      return `${show(values['rate'])} ✓ ${values['passes'] ?? 0} ✗ ${values['fails'] ?? 0}`;
    case 'gauge':
      return `${show(values['value'])} min=${show(values['min'])} max=${show(values['max'])}`;
    default:
      return Object.entries(values)
        .map(([name, value]) => `${name}=${name === 'count' ? String(value) : show(value)}`)
        .join(' ');
  }
}

function rateText(rate: number, { contains }: Metric): string {
  return contains === 'data' ? `${bytes(rate)}/s` : `${rate.toFixed(6)}/s`;
}

/** One value of a metric with its unit. */
export function humanizeValue(value: number, { type, contains }: Pick<Metric, 'type' | 'contains'>, unit?: string): string {
  if (type === 'rate') return `${(Math.trunc(value * 10_000) / 100).toFixed(2)}%`;
  if (contains === 'data') return bytes(value);
  if (contains === 'time') return time(value, unit);
  return String(Math.round(value * 1e6) / 1e6);
}

function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const scaled = count / 1000 ** power;
  return `${scaled.toFixed(power === 0 || scaled >= 10 ? 0 : 1)} ${units[power]}`;
}

/** Milliseconds in a unit that people read. */
function time(ms: number, unit: string | undefined): string {
  if (unit === 's') return `${(ms / 1000).toFixed(2)}s`;
  if (unit === 'ms') return `${ms.toFixed(2)}ms`;
  if (unit === 'us') return `${(ms * 1000).toFixed(2)}µs`;
  if (ms === 0) return '0s';
  if (ms < 1) return `${(ms * 1000).toFixed(2)}µs`;
  if (ms < 1000) return `${ms.toFixed(2)}ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)}s`;
  return `${Math.floor(ms / 60_000)}m${Math.floor((ms % 60_000) / 1000)}s`;
}

/** The thresholds as JUnit XML: one test case each, failed where it was crossed. */
export function jUnit(data: Summary, { name = 'k6 thresholds' }: { readonly name?: string } = {}): string {
  const cases = Object.entries(data.metrics).flatMap(([metric, { thresholds = {} }]) =>
    Object.entries(thresholds).map(([expression, { ok }]) => ({ title: `${metric} - ${expression}`, ok })),
  );
  const failures = cases.filter(({ ok }) => !ok).length;
  const lines = cases.map(({ title, ok }) =>
    ok ? `<testcase name="${xml(title)}" />` : `<testcase name="${xml(title)}"><failure message="failed" /></testcase>`,
  );
  const counts = `tests="${cases.length}" failures="${failures}"`;
  return `<?xml version="1.0"?>\n<testsuites ${counts}>\n<testsuite name="${xml(name)}" ${counts}>\n${lines.join('\n')}\n</testsuite>\n</testsuites>`;
}

function xml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
