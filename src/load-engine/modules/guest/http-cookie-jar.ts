import { type Held, jarClear, jarCookies, jarSet, newCookieJar, vuCookieJar } from 'sluice:host';

const jars = new WeakMap<CookieJar, Held>();

/** Cookies by the addresses that set them; a request uses the VU's own jar unless it names another. */
export class CookieJar {
  constructor(held: Held = newCookieJar()) {
    jars.set(this, held);
  }

  /** Cookies that would be sent to an address: each name with its values. */
  cookiesForURL(url: string): Record<string, string[]> {
    return JSON.parse(jarCookies(heldJar(this), String(url)));
  }

  set(url: string, name: string, value: string, options?: object | null): boolean {
    jarSet(heldJar(this), String(url), String(name), String(value), JSON.stringify(options ?? {}));
    return true;
  }

  clear(url: string): void {
    jarClear(heldJar(this), String(url), '');
  }

  delete(url: string, name: string): void {
    jarClear(heldJar(this), String(url), String(name));
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
