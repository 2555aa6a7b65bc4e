import type { StartLag } from '../load-result.ts';
import type { SketchSnapshot } from '../metrics/registry-snapshot.ts';
import { Sketch } from '../metrics/sketch.ts';

/** Gathers how late each start of an open-model scenario was against its schedule. */
export class StartLagRecorder {
  readonly #lags = new Sketch();

  /** `lagMs` is actual − scheduled; a clock's jitter below 0 counts as 0. */
  add(lagMs: number): void {
    this.#lags.add(Math.max(0, lagMs));
  }

  /** All of it as plain values. */
  snapshot(): SketchSnapshot {
    return this.#lags.snapshot();
  }

  /** All of it as plain values, and forgets it. */
  take(): SketchSnapshot {
    const taken = this.#lags.snapshot();
    this.#lags.clear();
    return taken;
  }

  /** Takes in the lags that were gathered elsewhere. */
  absorb(other: SketchSnapshot): void {
    this.#lags.absorb(other);
  }

  /** Milliseconds; zeros when nothing had a schedule. */
  read(): StartLag {
    return { p50: this.#lags.quantile(0.5), p99: this.#lags.quantile(0.99), max: this.#lags.max };
  }
}
