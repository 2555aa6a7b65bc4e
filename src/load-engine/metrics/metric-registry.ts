import type { MetricDeclaration, SampleSink, Tags } from '../virtual-user.ts';
import { BUILTIN_METRICS } from './builtin-metrics.ts';
import { CheckTallies, type CheckTally } from './check-tallies.ts';
import type { MetricKey } from './metric-key.ts';
import type { MetricSnapshot, RegistrySnapshot } from './registry-snapshot.ts';
import { absorbSeries, createSeries, type Series } from './series.ts';

/** A part of a metric that a threshold is about; `key` is the text that named it. */
export interface SubMetric {
  readonly key: string;
  readonly tags: readonly (readonly [tag: string, value: string])[];
  readonly series: Series;
}

/** A metric with all its samples, and its parts. */
export interface Metric {
  readonly declaration: MetricDeclaration;
  readonly series: Series;
  readonly parts: readonly SubMetric[];
}

interface OpenMetric extends Metric {
  readonly parts: SubMetric[];
}

const NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/;

const bears = (tags: Tags, wanted: SubMetric['tags']): boolean => {
  for (const [tag, value] of wanted) if (tags[tag] !== value) return false;
  return true;
};

/**
 * Where all samples of a test end up: one series a metric, and one more for each part that a threshold asks for.
 *
 * `add` costs a map look-up and a few additions; a sample that is not finite, or of a metric that nobody declared, is counted in `lost`.
 */
export class MetricRegistry implements SampleSink {
  readonly #metrics = new Map<string, OpenMetric>();
  readonly #checks = new CheckTallies();
  #lost = 0;

  constructor() {
    for (const metric of BUILTIN_METRICS) this.declare(metric);
  }

  add(metric: string, value: number, tags: Tags, atMs = 0): void {
    const known = this.#metrics.get(metric);
    if (known === undefined || !Number.isFinite(value)) {
      this.#lost += 1;
      return;
    }
    known.series.add(value, atMs);
    for (const part of known.parts) if (bears(tags, part.tags)) part.series.add(value, atMs);
  }

  declare(metric: MetricDeclaration): void {
    if (!NAME.test(metric.name))
      throw new Error(`"${metric.name}" can't be the name of a metric: letters, digits and _, at most 128, no digit first`);
    const known = this.#metrics.get(metric.name)?.declaration;
    if (known === undefined) this.#metrics.set(metric.name, { declaration: metric, series: createSeries(metric.type), parts: [] });
    else if (known.type !== metric.type || known.contains !== metric.contains) {
      throw new Error(
        `the metric "${metric.name}" is a ${known.type} of ${known.contains} already, and can't be a ${metric.type} of ${metric.contains} too`,
      );
    }
  }

  check(name: string, group: string, passed: boolean): void {
    this.#checks.add(name, group, passed);
  }

  /** All of it as plain values. */
  snapshot(): RegistrySnapshot {
    const metrics = [...this.#metrics.values()].map(({ declaration, series, parts }) => ({
      declaration,
      series: series.snapshot(),
      parts: parts.map((part) => ({ key: part.key, tags: part.tags, series: part.series.snapshot() })),
    }));
    return { metrics, checks: this.checks(), lost: this.#lost };
  }

  /** All of it as plain values, and forgets it: taken again and again, and absorbed elsewhere, each sample is counted there once. */
  take(): RegistrySnapshot {
    const taken = this.snapshot();
    for (const { series, parts } of this.#metrics.values()) {
      series.clear();
      for (const part of parts) part.series.clear();
    }
    this.#checks.clear();
    this.#lost = 0;
    return taken;
  }

  /**
   * Takes in all that another registry was given, as if it had been added here; metrics and parts that are unknown here are made.
   * Throws where a metric is declared as two types, or limits were watched on one side alone: that could not be merged exactly.
   */
  absorb({ metrics, checks, lost }: RegistrySnapshot): void {
    for (const metric of metrics) this.#absorbMetric(metric);
    for (const check of checks) this.#checks.absorb(check);
    this.#lost += lost;
  }

  #absorbMetric({ declaration, series, parts }: MetricSnapshot): void {
    this.declare(declaration);
    const known = this.#metrics.get(declaration.name);
    if (known === undefined) return;
    absorbSeries(known.series, series);
    for (const part of parts) {
      const mine = this.seriesOf(part.key, { name: declaration.name, tags: Object.fromEntries(part.tags) });
      if (mine !== undefined) absorbSeries(mine, part.series);
    }
  }

  /** The series that a key names: the whole metric, or a part, which is made when it is first asked for and misses earlier samples. */
  seriesOf(text: string, key: MetricKey): Series | undefined {
    const metric = this.#metrics.get(key.name);
    const tags = Object.entries(key.tags);
    if (metric === undefined || tags.length === 0) return metric?.series;
    const known = metric.parts.find((part) => part.key === text);
    if (known !== undefined) return known.series;
    const part = { key: text, tags, series: createSeries(metric.declaration.type) };
    metric.parts.push(part);
    return part.series;
  }

  /** A metric by its name, or undefined when nobody declared it. */
  metric(name: string): Metric | undefined {
    return this.#metrics.get(name);
  }

  /** All metrics, those without samples included, by name. */
  metrics(): readonly Metric[] {
    return [...this.#metrics.values()].sort((one, other) => (one.declaration.name < other.declaration.name ? -1 : 1));
  }

  /** The results of all checks, in the order in which they were first made. */
  checks(): readonly CheckTally[] {
    return this.#checks.all();
  }

  /** How many samples could not be counted. */
  get lost(): number {
    return this.#lost;
  }
}
