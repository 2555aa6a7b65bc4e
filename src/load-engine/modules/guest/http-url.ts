/** An address with the name that its samples carry, so that ids in it don't make a series each. */
export class HttpUrl {
  readonly url: string;
  readonly name: string;
  constructor(url: string, name: string) {
    this.url = url;
    this.name = name;
  }
  toString(): string {
    return this.url;
  }
}

/** The template tag http.url: the name keeps `${}` where the address has a value. */
export function url(parts: readonly string[], ...values: readonly unknown[]): HttpUrl {
  return new HttpUrl(parts.map((part, index) => part + (index < values.length ? String(values[index]) : '')).join(''), parts.join('${}'));
}
