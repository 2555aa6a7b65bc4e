import { asText } from './as-text.ts';
import { formEncode } from './form-encode.ts';

type Pair = readonly [name: string, value: string];

const decode = (text: string): string => {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

/** The URL standard's list of names and values. */
export class URLSearchParams {
  #pairs: Pair[];

  constructor(init: unknown = '') {
    this.#pairs = pairsOf(init);
  }

  get size(): number {
    return this.#pairs.length;
  }
  append(name: unknown, value: unknown): void {
    this.#pairs.push([asText(name), asText(value)]);
  }
  delete(name: unknown, value?: unknown): void {
    this.#pairs = this.#pairs.filter((pair) => !matches(pair, name, value));
  }
  get(name: unknown): string | null {
    return this.#pairs.find(([known]) => known === asText(name))?.[1] ?? null;
  }
  getAll(name: unknown): string[] {
    return this.#pairs.filter(([known]) => known === asText(name)).map(([, value]) => value);
  }
  has(name: unknown, value?: unknown): boolean {
    return this.#pairs.some((pair) => matches(pair, name, value));
  }
  set(name: unknown, value: unknown): void {
    const first = this.#pairs.findIndex(([known]) => known === asText(name));
    const pair: Pair = [asText(name), asText(value)];
    if (first < 0) this.#pairs.push(pair);
    else this.#pairs = this.#pairs.flatMap((each, index) => (index === first ? [pair] : each[0] === pair[0] ? [] : [each]));
  }
  sort(): void {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  }
  forEach(visit: (value: string, name: string, all: URLSearchParams) => void): void {
    for (const [name, value] of this.#pairs) visit(value, name, this);
  }
  entries(): IterableIterator<Pair> {
    return this.#pairs[Symbol.iterator]();
  }
  keys(): IterableIterator<string> {
    return this.#pairs.map(([name]) => name)[Symbol.iterator]();
  }
  values(): IterableIterator<string> {
    return this.#pairs.map(([, value]) => value)[Symbol.iterator]();
  }
  [Symbol.iterator](): IterableIterator<Pair> {
    return this.entries();
  }
  toString(): string {
    return this.#pairs.map(([name, value]) => `${formEncode(name)}=${formEncode(value)}`).join('&');
  }
}

function matches([name, value]: Pair, wantedName: unknown, wantedValue: unknown): boolean {
  return name === asText(wantedName) && (wantedValue === undefined || value === asText(wantedValue));
}

function pairsOf(init: unknown): Pair[] {
  if (typeof init !== 'object' || init === null) return pairsOfText(asText(init));
  const list: readonly (readonly unknown[])[] =
    Symbol.iterator in init ? [...(init as Iterable<readonly unknown[]>)] : Object.entries(init);
  return list.map(([name, value]) => [asText(name), asText(value)] as const);
}

function pairsOfText(text: string): Pair[] {
  const parts = text.replace(/^\?/, '').split('&');
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const [name = '', ...rest] = part.split('=');
      return [decode(name), decode(rest.join('='))] as const;
    });
}
