import { parseUrl } from 'sluice:host';
import { asText } from './as-text.ts';
import { URLSearchParams } from './url-search-params.ts';

type Parts = Readonly<
  Record<'href' | 'protocol' | 'username' | 'password' | 'host' | 'hostname' | 'port' | 'pathname' | 'search' | 'hash' | 'origin', string>
>;

/** An address by the URL standard, taken apart; its parts are read-only, `searchParams` changes `search` and `href`. */
export class URL {
  readonly #parts: Parts;
  readonly searchParams: URLSearchParams;

  constructor(url: unknown, base?: unknown) {
    const parsed = parseUrl(asText(url), base === undefined ? '' : asText(base));
    if (parsed === '') throw new TypeError(`Invalid URL: ${asText(url)}`);
    this.#parts = JSON.parse(parsed) as Parts;
    this.searchParams = new URLSearchParams(this.#parts.search);
  }

  static canParse(url: unknown, base?: unknown): boolean {
    return parseUrl(asText(url), base === undefined ? '' : asText(base)) !== '';
  }

  get protocol(): string {
    return this.#parts.protocol;
  }
  get username(): string {
    return this.#parts.username;
  }
  get password(): string {
    return this.#parts.password;
  }
  get host(): string {
    return this.#parts.host;
  }
  get hostname(): string {
    return this.#parts.hostname;
  }
  get port(): string {
    return this.#parts.port;
  }
  get pathname(): string {
    return this.#parts.pathname;
  }
  get hash(): string {
    return this.#parts.hash;
  }
  get origin(): string {
    return this.#parts.origin;
  }
  get search(): string {
    const query = this.searchParams.toString();
    return query === new URLSearchParams(this.#parts.search).toString() ? this.#parts.search : query === '' ? '' : `?${query}`;
  }
  get href(): string {
    const { href, search, hash } = this.#parts;
    return `${href.slice(0, href.length - search.length - hash.length)}${this.search}${hash}`;
  }
  toString(): string {
    return this.href;
  }
  toJSON(): string {
    return this.href;
  }
}
