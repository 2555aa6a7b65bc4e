import { ScriptRefused } from '../load-result.ts';
import { parseDuration } from '../options/duration.ts';
import { isMap } from '../options/field-kind.ts';
import { readFields } from '../options/read-fields.ts';

/** What the option dns says. */
export interface DnsChoice {
  readonly ttlMs: number;
  readonly select: (typeof selections)[number];
  readonly policy: (typeof policies)[number];
}

const selections = ['first', 'random', 'roundRobin'] as const;
const policies = ['preferIPv4', 'preferIPv6', 'onlyIPv4', 'onlyIPv6', 'any'] as const;

/** Reads the option dns; k6's defaults where it says nothing: five minutes, at random, IPv4 before IPv6. Throws ScriptRefused for words that it does not know. */
export function dnsChoice(dns: unknown): DnsChoice {
  const { ttl, select, policy } = readFields('options.dns', isMap(dns) ? dns : {}, { ttl: 'anything', select: 'text', policy: 'text' });
  return {
    ttlMs: ttlMs(ttl),
    select: oneOf('select', select, selections, 'random'),
    policy: oneOf('policy', policy, policies, 'preferIPv4'),
  };
}

function oneOf<T extends string>(name: string, value: string | undefined, known: readonly T[], otherwise: T): T {
  if (value === undefined || value === '') return otherwise;
  const found = known.find((each) => each === value);
  if (found === undefined) throw new ScriptRefused(`options.dns.${name}: "${value}" is none of ${known.join(', ')}`);
  return found;
}

function ttlMs(ttl: unknown): number {
  if (ttl === 'inf') return Number.POSITIVE_INFINITY;
  const ms = ttl === undefined || ttl === '' ? 300_000 : parseDuration(ttl);
  if (ms === undefined) throw new ScriptRefused(`options.dns.ttl: must be a duration such as '5m', or 'inf', not ${JSON.stringify(ttl)}`);
  return ms;
}

/** The addresses that a policy lets a name have, in their order. */
export function eligible(addresses: readonly string[], policy: DnsChoice['policy']): readonly string[] {
  const six = addresses.filter((address) => address.includes(':'));
  const four = addresses.filter((address) => !address.includes(':'));
  switch (policy) {
    case 'preferIPv4':
      return four.length > 0 ? four : six;
    case 'preferIPv6':
      return six.length > 0 ? six : four;
    case 'onlyIPv4':
      return four;
    case 'onlyIPv6':
      return six;
    case 'any':
      return addresses;
  }
}

/** One of the addresses of a name; `turn` counts how often the name was asked for, `chance` is 0..1. undefined where there is none. */
export function choose(addresses: readonly string[], select: DnsChoice['select'], turn: number, chance: number): string | undefined {
  switch (select) {
    case 'first':
      return addresses[0];
    case 'random':
      return addresses[Math.floor(chance * addresses.length)];
    case 'roundRobin':
      return addresses[turn % Math.max(1, addresses.length)];
  }
}
