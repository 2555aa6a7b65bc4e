import { parseUrl, setUrlPart } from 'sluice:host';
import { asText } from './as-text.ts';
import { URLSearchParams } from './url-search-params.ts';

type Parts = Readonly<
  Record<'href' | 'protocol' | 'username' | 'password' | 'host' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash' | 'origin', string>
>;

/** An address by the URL standard, taken apart: each part but the origin can be set, and `searchParams` changes with `search`, both ways. */
export class URL {
  declare protocol: string;
  declare username: string;
  declare password: string;
  declare host: string;
  declare hostname: string;
  declare port: string;
  declare pathname: string;
  declare hash: string;
  declare search: string;
  declare href: string;
  readonly searchParams: URLSearchParams;
  #parts: Parts;

  static {
    const parts = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'hash', 'search', 'href'] as const;
    for (const part of parts) {
      const read = part === 'search' ? URL.#search : part === 'href' ? URL.#href : (url: URL): string => url.#parts[part];
      Object.defineProperty(URL.prototype, part, {
        enumerable: true,
        configurable: true,
        get(this: URL) {
          return read(this);
        },
        set(this: URL, value: unknown) {
          this.#set(part, asText(value));
        },
      });
    }
  }

  constructor(url: unknown, base?: unknown) {
    const parsed = parseUrl(asText(url), base === undefined ? '' : asText(base));
    if (parsed === '') throw new TypeError(`Invalid URL: ${asText(url)}`);
    this.#parts = JSON.parse(parsed) as Parts;
    this.searchParams = new URLSearchParams(this.#parts.search);
  }

  static canParse(url: unknown, base?: unknown): boolean {
    return parseUrl(asText(url), base === undefined ? '' : asText(base)) !== '';
  }

  /** As it was written, as long as searchParams still says the same. */
  static #search(this: void, url: URL): string {
    const query = url.searchParams.toString();
    const { search } = url.#parts;
    return query === new URLSearchParams(search).toString() ? search : query === '' ? '' : `?${query}`;
  }

  static #href(this: void, url: URL): string {
    const { href, search, hash } = url.#parts;
    return `${href.slice(0, href.length - search.length - hash.length)}${URL.#search(url)}${hash}`;
  }

  /** What a part can't be is ignored, as the standard has it; only a whole address that is none is an error. */
  #set(part: string, value: string): void {
    const parsed = setUrlPart(URL.#href(this), part, value);
    if (parsed === '') throw new TypeError(`Invalid URL: ${value}`);
    this.#parts = JSON.parse(parsed) as Parts;
    for (const name of Array.from(this.searchParams.keys())) this.searchParams.delete(name);
    new URLSearchParams(this.#parts.search).forEach((text, name) => this.searchParams.append(name, text));
  }

  get origin(): string {
    return this.#parts.origin;
  }
  toString(): string {
    return this.href;
  }
  toJSON(): string {
    return this.href;
  }
}
