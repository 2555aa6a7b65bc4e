/** How often one check, by its name and group, held and failed. */
export interface CheckTally {
  readonly name: string;
  readonly group: string;
  readonly passes: number;
  readonly fails: number;
}

interface OpenTally extends CheckTally {
  passes: number;
  fails: number;
}

/** Beyond this many checks a script builds their names from data; the rest are counted together, so that memory stays bounded. */
const MOST_CHECKS = 10_000;

const OVERFLOW = '(further checks)';

/** Counts checks by name and group, in the order in which they were first made. */
export class CheckTallies {
  readonly #groups = new Map<string, Map<string, OpenTally>>();
  #tallies: OpenTally[] = [];

  add(name: string, group: string, passed: boolean): void {
    const tally = this.#tally(name, group);
    if (passed) tally.passes += 1;
    else tally.fails += 1;
  }

  /** Adds a tally of elsewhere. */
  absorb({ name, group, passes, fails }: CheckTally): void {
    const tally = this.#tally(name, group);
    tally.passes += passes;
    tally.fails += fails;
  }

  clear(): void {
    this.#groups.clear();
    this.#tallies = [];
  }

  all(): readonly CheckTally[] {
    return this.#tallies.map((tally) => ({ ...tally }));
  }

  #tally(name: string, group: string): OpenTally {
    const known = this.#groups.get(group)?.get(name);
    if (known !== undefined) return known;
    if (this.#tallies.length >= MOST_CHECKS && name !== OVERFLOW) return this.#tally(OVERFLOW, '');
    const tally = { name, group, passes: 0, fails: 0 };
    this.#tallies.push(tally);
    this.#namesOf(group).set(name, tally);
    return tally;
  }

  #namesOf(group: string): Map<string, OpenTally> {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const names = new Map<string, OpenTally>();
    this.#groups.set(group, names);
    return names;
  }
}
