import type { Exemplar } from './exemplar.ts';
import type { MetadataLine } from './metadata-line.ts';

/** What is remembered of a series between two expositions. */
export interface SeriesLine<Meaning> extends Remembered<Meaning> {
  readonly kind: 'series';
  readonly meaning: Meaning;
  /** The exemplar that stood behind it last, and its text. */
  exemplar: { readonly text: string; readonly exemplar: Exemplar } | undefined;
}

/** What is remembered of a comment about a metric family. */
export interface CommentLine<Meaning> extends Remembered<Meaning> {
  readonly kind: 'comment';
  readonly metadata: MetadataLine;
}

export type RememberedLine<Meaning> = SeriesLine<Meaning> | CommentLine<Meaning>;

interface Remembered<Meaning> {
  /** The line's first bytes, each as one character: the series with its labels, or the whole comment. */
  readonly text: string;
  /** The line that followed last time, so most likely will again. */
  next: RememberedLine<Meaning> | undefined;
  seenIn: number;
  readonly bornIn: number;
  isForgotten: boolean;
}

/** Remembers the lines of one target's expositions, so that a line which comes again, in the same order, is only compared and not parsed. */
export class LineMemory<Meaning> {
  readonly #lines = new Map<string, RememberedLine<Meaning>>();
  #round = 0;
  #seen = 0;
  #born = 0;
  #last: RememberedLine<Meaning> | undefined;
  #first: RememberedLine<Meaning> | undefined;

  /** How many lines are remembered. */
  get size(): number {
    return this.#lines.size;
  }

  /** Begins to read an exposition. */
  begin(): void {
    this.#round++;
    this.#seen = 0;
    this.#born = 0;
    this.#last = undefined;
  }

  /** The line that is expected next; undefined when nothing is known. */
  get expected(): RememberedLine<Meaning> | undefined {
    const line = this.#last === undefined ? this.#first : this.#last.next;
    return line?.isForgotten === true ? undefined : line;
  }

  find(text: string): RememberedLine<Meaning> | undefined {
    return this.#lines.get(text);
  }

  learnSeries(text: string, meaning: Meaning): SeriesLine<Meaning> {
    return this.#learn({ kind: 'series', text, meaning, exemplar: undefined, ...this.#newborn() });
  }

  learnComment(text: string, metadata: MetadataLine): CommentLine<Meaning> {
    return this.#learn({ kind: 'comment', text, metadata, ...this.#newborn() });
  }

  /** Says that a line was met. */
  meet(line: RememberedLine<Meaning>): void {
    if (this.#last === undefined) this.#first = line;
    else this.#last.next = line;
    this.#last = line;
    if (line.seenIn === this.#round) return;
    line.seenIn = this.#round;
    this.#seen++;
  }

  /** Ends a reading that succeeded: forgets the lines that were not met in it. */
  keepMet(): void {
    if (this.#seen < this.#lines.size) this.#forget((line) => line.seenIn !== this.#round);
    this.#born = 0;
  }

  /** Ends a reading that failed: forgets the lines that it brought, and keeps those of the last good one. */
  dropNew(): void {
    if (this.#born > 0) this.#forget((line) => line.bornIn === this.#round);
    this.#born = 0;
  }

  #newborn(): Pick<Remembered<Meaning>, 'next' | 'seenIn' | 'bornIn' | 'isForgotten'> {
    return { next: undefined, seenIn: 0, bornIn: this.#round, isForgotten: false };
  }

  #learn<Line extends RememberedLine<Meaning>>(line: Line): Line {
    this.#lines.set(line.text, line);
    this.#born++;
    return line;
  }

  #forget(isGone: (line: RememberedLine<Meaning>) => boolean): void {
    for (const line of this.#lines.values()) {
      if (!isGone(line)) continue;
      this.#lines.delete(line.text);
      line.isForgotten = true;
      line.next = undefined;
    }
  }
}
