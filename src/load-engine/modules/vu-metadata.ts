import type { SecretMask } from '../mask-secrets.ts';
import type { SampleSink, Tags } from '../virtual-user.ts';

/** What goes with the samples of one virtual user to outputs without making a metric of its own: what the script sets, and `vu` and `iter` where the test wants them. */
export class VuMetadata {
  readonly #mask: SecretMask;
  readonly #vu: string | undefined;
  readonly #countsIterations: boolean;
  readonly #own = new Map<string, string>();
  #current: Tags | undefined;
  #iteration = '';

  constructor(vu: number, systemTags: unknown, mask: SecretMask) {
    const wanted: readonly unknown[] = Array.isArray(systemTags) ? systemTags : [];
    this.#mask = mask;
    this.#vu = wanted.includes('vu') ? String(vu) : undefined;
    this.#countsIterations = wanted.includes('iter');
    this.#make();
  }

  /** Whether the test wants some of its own accord. */
  get mayChange(): boolean {
    return this.#countsIterations || this.#vu !== undefined;
  }

  startIteration(iteration: number): void {
    if (!this.#countsIterations) return;
    this.#iteration = String(iteration);
    this.#make();
  }

  /** Sets a name of the script's own, or removes it. */
  setOwn(name: string, value: string | undefined): void {
    if (value === undefined) this.#own.delete(name);
    else this.#own.set(name, value);
    this.#make();
  }

  /** What the script has set. */
  own(): Tags {
    return Object.fromEntries(this.#own);
  }

  /** undefined where there is none: the usual case, and it must cost nothing. */
  get current(): Tags | undefined {
    return this.#current;
  }

  #make(): void {
    const all = {
      ...this.own(),
      ...(this.#vu === undefined ? {} : { vu: this.#vu }),
      ...(this.#iteration === '' ? {} : { iter: this.#iteration }),
    };
    this.#current = Object.keys(all).length === 0 ? undefined : this.#mask(all);
  }
}

/** A sink that adds a user's metadata to each sample on its way to another sink. */
export function withMetadata(sink: SampleSink, metadata: VuMetadata): SampleSink {
  return {
    add: (metric, value, tags, atMs, more) => {
      const own = metadata.current;
      sink.add(metric, value, tags, atMs, own === undefined ? more : { ...own, ...more });
    },
    declare: (metric) => sink.declare(metric),
    check: (name, group, passed) => sink.check(name, group, passed),
  };
}
