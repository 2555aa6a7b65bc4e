import { readsTag } from './element-methods.ts';
import { textContent } from './field-value.ts';
import type { HtmlElement, HtmlMethods } from './html-thing.ts';

type Part = 'hash' | 'host' | 'hostname' | 'origin' | 'password' | 'pathname' | 'port' | 'protocol' | 'search' | 'username';

/** The parts that a relative address takes from its page, which a document alone does not know. */
const ofPage: ReadonlySet<Part> = new Set(['host', 'hostname', 'origin', 'password', 'port', 'protocol', 'username']);

const part = (name: Part) =>
  readsTag(({ attribs }) => {
    const href = attribs['href'] ?? '';
    const whole = URL.parse(href);
    if (whole !== null) return whole[name];
    return ofPage.has(name) || href === '' ? '' : (URL.parse(href, 'http://page.invalid/')?.[name] ?? '');
  });

/** What links can be asked: the parts of their address, as far as it says them. */
export const hrefMethods: HtmlMethods<HtmlElement> = {
  hash: part('hash'),
  host: part('host'),
  hostname: part('hostname'),
  origin: part('origin'),
  password: part('password'),
  pathname: part('pathname'),
  port: part('port'),
  protocol: part('protocol'),
  relList: readsTag(({ attribs }) => (attribs['rel'] ?? '').split(/\s+/).filter((word) => word !== '')),
  search: part('search'),
  text: readsTag(textContent),
  username: part('username'),
};
