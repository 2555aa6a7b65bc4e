import type { MetricDeclaration } from '../virtual-user.ts';
import { LimitCount } from './limit-count.ts';
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
}

export class GaugeSeries {
  readonly type = 'gauge';
  samples = 0;
  value = 0;
  min = 0;
  max = 0;

  add(value: number): void {
    this.min = this.samples === 0 || value < this.min ? value : this.min;
    this.max = this.samples === 0 || value > this.max ? value : this.max;
    this.value = value;
    this.samples += 1;
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
