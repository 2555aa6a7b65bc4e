import type { RegistrySnapshot, SeriesSnapshot } from '../metrics/registry-snapshot.ts';

/** The gauges that count the users of one process: those of several run beside each other. */
const USERS = new Set(['vus', 'vus_max']);

type Gauge = Extract<SeriesSnapshot, { readonly type: 'gauge' }>;

/**
 * The snapshots of several processes with the gauges of their users added up in the first and taken out of the others.
 *
 * Least and greatest are sums of leasts and greatests: nobody looked at all processes in one moment, so they are bounds.
 */
export function addUpUsers(snapshots: readonly RegistrySnapshot[]): readonly RegistrySnapshot[] {
  const sums = new Map<string, Gauge>();
  for (const { metrics } of snapshots) {
    for (const { declaration, series, parts } of metrics) {
      if (!USERS.has(declaration.name)) continue;
      addTo(sums, declaration.name, series);
      for (const part of parts) addTo(sums, part.key, part.series);
    }
  }
  return snapshots.map((snapshot, index) => withUsers(snapshot, index === 0 ? sums : new Map()));
}

function addTo(sums: Map<string, Gauge>, key: string, series: SeriesSnapshot): void {
  if (series.type !== 'gauge' || series.samples === 0) return;
  const known = sums.get(key);
  sums.set(key, known === undefined ? series : sumOf(known, series));
}

function sumOf(one: Gauge, other: Gauge): Gauge {
  return {
    type: 'gauge',
    samples: one.samples + other.samples,
    value: one.value + other.value,
    min: one.min + other.min,
    max: one.max + other.max,
    atMs: Math.max(one.atMs, other.atMs),
  };
}

const EMPTY: Gauge = { type: 'gauge', samples: 0, value: 0, min: 0, max: 0, atMs: 0 };

function withUsers(snapshot: RegistrySnapshot, sums: ReadonlyMap<string, Gauge>): RegistrySnapshot {
  const metrics = snapshot.metrics.map((metric) => {
    if (!USERS.has(metric.declaration.name)) return metric;
    const parts = metric.parts.map((part) => ({ ...part, series: sums.get(part.key) ?? EMPTY }));
    return { ...metric, series: sums.get(metric.declaration.name) ?? EMPTY, parts };
  });
  return { ...snapshot, metrics };
}
