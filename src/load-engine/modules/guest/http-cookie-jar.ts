import { type Held, jarClear, jarCookies, jarSet, newCookieJar, vuCookieJar } from 'sluice:host';
import { asText } from './as-text.ts';

const jars = new WeakMap<CookieJar, Held>();

/** Cookies by the addresses that set them; a request uses the VU's own jar unless it names another. */
export class CookieJar {
  constructor(held: Held = newCookieJar()) {
    jars.set(this, held);
  }

  /** Cookies that would be sent to an address: each name with its values. */
  cookiesForURL(url: unknown): Record<string, string[]> {
    return JSON.parse(jarCookies(heldJar(this), asText(url)));
  }

  set(url: unknown, name: unknown, value: unknown, options?: object | null): boolean {
    jarSet(heldJar(this), asText(url), asText(name), asText(value), JSON.stringify(options ?? {}));
    return true;
  }

  clear(url: unknown): void {
    jarClear(heldJar(this), asText(url), '');
  }

  delete(url: unknown, name: unknown): void {
    jarClear(heldJar(this), asText(url), asText(name));
  }
}

/** The engine's side of a jar. */
export function heldJar(jar: CookieJar): Held {
  const held = jars.get(jar);
  if (held === undefined) throw new TypeError('not a cookie jar');
  return held;
}

/** The jar of this virtual user. */
export function cookieJar(): CookieJar {
  return new CookieJar(vuCookieJar());
}
