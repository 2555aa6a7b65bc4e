import { parseDuration } from '../../options/duration.ts';
import { suggestion } from '../../options/nearest-name.ts';

/** What is wrong with a variable, by its name and never with the value of a secret one. */
export class VariableRefused extends Error {}

/** The K6_* variables of one output, each read once by its name behind the prefix. */
export class OutputVariables {
  readonly #given: ReadonlyMap<string, string>;
  readonly #prefix: string;

  /** Refuses names that are neither `known` nor begin with a prefix among `open`, and those that `refused` has advice for. */
  constructor({ prefix, environment, known, open, refused }: OutputVariablesOptions) {
    const own = Object.entries(environment).filter(([name]) => name.startsWith(prefix));
    this.#prefix = prefix;
    this.#given = new Map(
      own.map(([name, value]) => [name.slice(prefix.length), value.trim()] as const).filter(([, value]) => value !== ''),
    );
    for (const [name, value] of this.#given) {
      const advice = Object.entries(refused).find(([begin]) => name.startsWith(begin))?.[1];
      if (advice !== undefined && !/^(false|f|0)$/i.test(value)) throw new VariableRefused(`${prefix}${name}: ${advice}`);
      const sound = advice !== undefined || known.includes(name) || open.some((begin) => name.startsWith(begin));
      if (!sound) throw new VariableRefused(`${prefix}${name}: there is no such variable${suggestion(name, known)}`);
    }
  }

  text(name: string): string | undefined {
    return this.#given.get(name);
  }

  flag(name: string): boolean {
    const text = this.#given.get(name)?.toLowerCase() ?? 'false';
    if (['true', 't', '1'].includes(text)) return true;
    if (['false', 'f', '0'].includes(text)) return false;
    throw new VariableRefused(`${this.#prefix}${name}: "${text}" is neither true nor false`);
  }

  /** In milliseconds; at least 100, so that a slip of the keyboard floods nobody. */
  interval(name: string, standard: string): number {
    const text = this.#given.get(name) ?? standard;
    const ms = parseDuration(text);
    if (ms === undefined || ms < 100)
      throw new VariableRefused(`${this.#prefix}${name}: "${text}" is no interval such as 5s, of at least 100ms`);
    return ms;
  }

  /** `name:value` or `name=value` pairs apart by commas, and variables whose names end with that of the header. */
  headers(list: string, begin: string, between: ':' | '='): Readonly<Record<string, string>> {
    const listed = (this.#given.get(list) ?? '').split(',').filter((pair) => pair.trim() !== '');
    const pairs = listed.map((pair) => {
      const at = pair.indexOf(between);
      if (at < 1) throw new VariableRefused(`${this.#prefix}${list}: each header is name${between}value, and commas stand between them`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    });
    const single = begin === '' ? [] : [...this.#given].filter(([name]) => name.startsWith(begin) && name !== list);
    const all = [...pairs, ...single.map(([name, value]) => [name.slice(begin.length), value] as const)];
    for (const [name, value] of all) this.#refuseHeader(name, value);
    return Object.fromEntries(all);
  }

  #refuseHeader(name: string, value: string): void {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[^\t\x20-\x7e\x80-\xff]/.test(value)) return;
    throw new VariableRefused(`${this.#prefix}*: "${name}" and its value can't be a header`);
  }
}

/** What an output reads of its environment. */
export interface OutputVariablesOptions {
  readonly prefix: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly known: readonly string[];
  readonly open: readonly string[];
  /** Names, or how they begin, and what to do instead. */
  readonly refused: Readonly<Record<string, string>>;
}

/** Reads an address; `from` is the variable or the flag that has it. */
export function readServerUrl(text: string, from: string): string {
  const url = URL.parse(text);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new VariableRefused(`${from}: it must be an address such as http://host:9090`);
  if (url.username !== '' || url.password !== '')
    throw new VariableRefused(`${from}: an address with a password in it ends up in logs; variables of their own have credentials`);
  return url.href;
}

/** The values of headers that are credentials: these are masked; the name of a tenant is none. */
export function secretHeaders(headers: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(headers)
    .filter(([name]) => /auth|token|key|secret|password|cookie/i.test(name))
    .flatMap(([, value]) => [value, ...value.split(' ').slice(1)]);
}
