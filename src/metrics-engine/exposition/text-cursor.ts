import type { ExpositionFormat } from './exposition-format.ts';

const NAMES = { metric: /[a-zA-Z_:][a-zA-Z0-9_:]*/y, label: /[a-zA-Z_][a-zA-Z0-9_]*/y } as const;
const SPACES = /[ \t]*/y;

/** Walks over the words of a line: names, quoted texts, marks. */
export class TextCursor {
  readonly text: string;
  readonly #format: ExpositionFormat;
  at = 0;

  constructor(text: string, format: ExpositionFormat) {
    this.text = text;
    this.#format = format;
  }

  /** Passes over spaces where the format lets them stand between words: OpenMetrics does not. */
  skipSpaces(): void {
    if (this.#format === 'text') this.#match(SPACES);
  }

  /** Passes over a mark; false when something else stands here. */
  take(mark: string): boolean {
    if (!this.text.startsWith(mark, this.at)) return false;
    this.at += mark.length;
    return true;
  }

  /** The name that stands here; undefined when none does. */
  name(kind: keyof typeof NAMES): string | undefined {
    return this.#match(NAMES[kind]);
  }

  /** The meaning of the quoted text that stands here; undefined when none does or it is not closed. */
  quoted(): string | undefined {
    if (this.text[this.at] !== '"') return undefined;
    const end = this.#closingQuote();
    if (end === undefined) return undefined;
    const inner = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return unescapeQuoted(inner);
  }

  /** What stands here, cut short, for a message. */
  get found(): string {
    return this.foundAt(this.at);
  }

  /** What stands at an offset, cut short, for a message. */
  foundAt(at: number): string {
    return JSON.stringify(this.text.slice(at, at + 20));
  }

  /** Where the quoted text ends. A loop, because a pattern that repeats a choice runs out of stack on a text of megabytes. */
  #closingQuote(): number | undefined {
    for (let at = this.at + 1; at < this.text.length; at++) {
      const char = this.text[at];
      if (char === '"') return at;
      if (char === '\\') at++;
      // Prometheus, too, lets a value run over several lines in the text format.
      else if (char === '\n' && this.#format === 'open-metrics') return undefined;
    }
    return undefined;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text)?.[0];
    this.at += match?.length ?? 0;
    return match;
  }
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\"', '"'],
  ['\\\\', '\\'],
]);

/** The meaning of what stands between quotes. There are three escapes; a backslash before anything else stands for itself. */
export function unescapeQuoted(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\[n"\\]/g, (escape) => ESCAPES.get(escape) ?? escape) : text;
}
