import { isIP } from 'node:net';
import { ScriptRefused } from '../load-result.ts';

/** Addresses that follow each other. */
interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly count: bigint;
}

/** Which address each virtual user sends from. */
export interface LocalAddresses {
  /** By turns: the first user the first address. */
  of(vuId: number): string | undefined;
}

/** Reads the option localIPs: addresses, ranges `10.0.0.1-10.0.0.9` and networks `10.0.0.0/24`, separated by commas. Throws ScriptRefused for what is none of these. */
export function localAddresses(option: unknown): LocalAddresses {
  const texts = typeof option === 'string' ? option.split(',').map((text) => text.trim()) : [];
  const ranges = texts.filter((text) => text !== '').map(readRange);
  const total = ranges.reduce((sum, { count }) => sum + count, 0n);
  return {
    of: (vuId) => {
      if (total === 0n) return undefined;
      let index = BigInt(Math.max(0, vuId - 1)) % total;
      for (const { family, first, count } of ranges) {
        if (index < count) return textOf(first + index, family);
        index -= count;
      }
      return undefined;
    },
  };
}

function readRange(text: string): Range {
  const [, first = '', , last, bits] = /^([^/-]+)(-([^/]+)|\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(first);
  if (family !== 4 && family !== 6) throw refused(text);
  if (last !== undefined) return between(text, family, first, last);
  if (bits !== undefined) return network(text, family, first, Number(bits));
  return { family, first: numberOf(first, family), count: 1n };
}

function between(text: string, family: 4 | 6, first: string, last: string): Range {
  if (isIP(last) !== family) throw refused(text);
  const [from, to] = [numberOf(first, family), numberOf(last, family)];
  if (to < from) throw refused(text);
  return { family, first: from, count: to - from + 1n };
}

/** Nobody sends from the first and the last address of an IPv4 network: they are its name and its broadcast. */
function network(text: string, family: 4 | 6, address: string, bits: number): Range {
  const width = family === 4 ? 32 : 128;
  if (bits > width) throw refused(text);
  const size = 1n << BigInt(width - bits);
  const first = (numberOf(address, family) / size) * size;
  return family === 4 && size > 2n ? { family, first: first + 1n, count: size - 2n } : { family, first, count: size };
}

function refused(text: string): ScriptRefused {
  return new ScriptRefused(
    `options.localIPs: "${text}" is neither an address, nor a range such as 10.0.0.1-10.0.0.9, nor a network such as 10.0.0.0/24`,
  );
}

function numberOf(address: string, family: 4 | 6): bigint {
  const groups = family === 4 ? address.split('.').map((part) => BigInt(part)) : groupsOf(address);
  const width = family === 4 ? 8n : 16n;
  return groups.reduce((sum, group) => (sum << width) | group, 0n);
}

/** The eight groups of an IPv6 address, `::` written out. */
function groupsOf(address: string): readonly bigint[] {
  const [head = '', tail] = address.split('::');
  if (tail === undefined) return groupList(head);
  const [before, after] = [groupList(head), groupList(tail)];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0n), ...after];
}

function groupList(text: string): readonly bigint[] {
  return text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`));
}

function textOf(value: bigint, family: 4 | 6): string {
  const [count, width] = family === 4 ? [4, 8n] : [8, 16n];
  const groups = Array.from({ length: count }, (_, index) => (value >> (width * BigInt(count - 1 - index))) & ((1n << width) - 1n));
  return family === 4 ? groups.join('.') : groups.map((group) => group.toString(16)).join(':');
}
