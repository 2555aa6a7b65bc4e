import type { MetricDeclaration } from '../virtual-user.ts';
import { LimitCount } from './limit-count.ts';
import type { LimitSnapshot, SeriesSnapshot, SketchSnapshot } from './registry-snapshot.ts';
import { Sketch } from './sketch.ts';

/** Everything one series was given, in constant memory. `samples` is how many values; no series forgets one. */
export type Series = CounterSeries | GaugeSeries | RateSeries | TrendSeries;

export class CounterSeries {
  readonly type = 'counter';
  samples = 0;
  count = 0;

  add(value: number): void {
    this.samples += 1;
    this.count += value;
  }

  snapshot(): SeriesSnapshot {
    return { type: 'counter', samples: this.samples, count: this.count };
  }

  clear(): void {
    [this.samples, this.count] = [0, 0];
  }
}

/** `value` is the one that was measured last, at `atMs`; of several measured in one millisecond, the one that came last. */
export class GaugeSeries {
  readonly type = 'gauge';
  samples = 0;
  value = 0;
  min = 0;
  max = 0;
  atMs = 0;

  add(value: number, atMs: number): void {
    this.absorb({ samples: 1, value, min: value, max: value, atMs });
  }

  absorb({ samples, value, min, max, atMs }: Pick<GaugeSeries, 'samples' | 'value' | 'min' | 'max' | 'atMs'>): void {
    if (samples === 0) return;
    this.min = this.samples === 0 || min < this.min ? min : this.min;
    this.max = this.samples === 0 || max > this.max ? max : this.max;
    if (this.samples === 0 || atMs >= this.atMs) [this.value, this.atMs] = [value, atMs];
    this.samples += samples;
  }

  snapshot(): SeriesSnapshot {
    return { type: 'gauge', samples: this.samples, value: this.value, min: this.min, max: this.max, atMs: this.atMs };
  }

  clear(): void {
    [this.samples, this.value, this.min, this.max, this.atMs] = [0, 0, 0, 0, 0];
  }
}

/** `trues` of `samples` were other than 0. */
export class RateSeries {
  readonly type = 'rate';
  samples = 0;
  trues = 0;

  add(value: number): void {
    this.samples += 1;
    if (value !== 0) this.trues += 1;
  }

  snapshot(): SeriesSnapshot {
    return { type: 'rate', samples: this.samples, trues: this.trues };
  }

  clear(): void {
    [this.samples, this.trues] = [0, 0];
  }

  /** true / all, 0..1; 0 with no samples. */
  get rate(): number {
    return this.samples === 0 ? 0 : this.trues / this.samples;
  }
}

export class TrendSeries {
  readonly type = 'trend';
  readonly sketch = new Sketch();
  readonly #limits: LimitCount[] = [];

  add(value: number): void {
    this.sketch.add(value);
    for (const limit of this.#limits) limit.add(value);
  }

  get samples(): number {
    return this.sketch.count;
  }

  /** Decides percentiles against this limit exactly, for all samples from now on; asked twice, it is the same count. */
  watchLimit(limit: number): LimitCount {
    const known = this.#limits.find((count) => count.limit === limit);
    if (known !== undefined) return known;
    const count = new LimitCount(limit);
    this.#limits.push(count);
    return count;
  }

  snapshot(): SeriesSnapshot {
    return { type: 'trend', sketch: this.sketch.snapshot(), limits: this.#limits.map((limit) => limit.snapshot()) };
  }

  /** Throws where a limit was counted on one side alone: what it would decide then, it would decide without some of the samples. */
  absorb(sketch: SketchSnapshot, limits: readonly LimitSnapshot[]): void {
    const before = this.samples;
    if (before === 0) for (const { limit } of limits) this.watchLimit(limit);
    this.sketch.absorb(sketch);
    if (this.samples === before) return;
    const shared = this.#limits.filter((count) => limits.some(({ limit }) => limit === count.limit));
    if (shared.length < this.#limits.length || shared.length < limits.length) {
      const [here, there] = [this.#limits, limits].map((list) => list.map(({ limit }) => limit).join(', ') || 'none');
      throw new Error(`samples counted against other limits can't be merged: ${here} here, ${there} there`);
    }
    for (const limit of limits) this.watchLimit(limit.limit).absorb(limit);
  }

  clear(): void {
    this.sketch.clear();
    for (const limit of this.#limits) limit.clear();
  }
}

/** An empty series of a metric's type. */
export function createSeries(type: MetricDeclaration['type']): Series {
  switch (type) {
    case 'counter':
      return new CounterSeries();
    case 'gauge':
      return new GaugeSeries();
    case 'rate':
      return new RateSeries();
    case 'trend':
      return new TrendSeries();
  }
}

/** Takes into a series all that a snapshot of the same type holds; throws where the types differ, or limits that were watched do. */
export function absorbSeries(series: Series, snapshot: SeriesSnapshot): void {
  if (series.type === 'counter' && snapshot.type === 'counter') {
    series.samples += snapshot.samples;
    series.count += snapshot.count;
  } else if (series.type === 'rate' && snapshot.type === 'rate') {
    series.samples += snapshot.samples;
    series.trues += snapshot.trues;
  } else if (series.type === 'gauge' && snapshot.type === 'gauge') series.absorb(snapshot);
  else if (series.type === 'trend' && snapshot.type === 'trend') series.absorb(snapshot.sketch, snapshot.limits);
  else throw new Error(`a ${series.type} can't take in a ${snapshot.type}`);
}
