/** How far one scenario is. */
export interface ScenarioCount {
  iterations: number;
  dropped: number;
  /** Iterations under way. */
  active: number;
  /** How often it came to its end: once a thread. */
  ended: number;
}

/** The counts of several scenarios as plain values, by name. */
export type CountSnapshot = Readonly<Record<string, Readonly<ScenarioCount>>>;

const FIELDS = ['iterations', 'dropped', 'active', 'ended'] as const;

const nothing = (): ScenarioCount => ({ iterations: 0, dropped: 0, active: 0, ended: 0 });

/** Counts how far each scenario is, for people who watch; it has no part in any figure of the result. */
export class ScenarioCounts {
  readonly #counts = new Map<string, ScenarioCount>();
  readonly #taken = new Map<string, ScenarioCount>();

  /** The count of a scenario, to be counted on. */
  of(name: string): ScenarioCount {
    const known = this.#counts.get(name);
    if (known !== undefined) return known;
    const count = nothing();
    this.#counts.set(name, count);
    return count;
  }

  /** What has changed since this was asked last; absorbed elsewhere, all of them together are the counts. */
  take(): CountSnapshot {
    return Object.fromEntries(
      [...this.#counts].map(([name, count]) => {
        const before = this.#taken.get(name) ?? nothing();
        this.#taken.set(name, { ...count });
        return [name, Object.fromEntries(FIELDS.map((field) => [field, count[field] - before[field]]))];
      }),
    ) as CountSnapshot;
  }

  /** Adds what was counted elsewhere. */
  absorb(snapshot: CountSnapshot): void {
    for (const [name, change] of Object.entries(snapshot)) {
      const count = this.of(name);
      for (const field of FIELDS) count[field] += change[field];
    }
  }
}
