import { InvalidArgumentError } from 'commander';
import { durationSeconds } from '../config/duration.ts';
import type { LedgerHead } from '../control/ports/ledger.ts';
import { parseHead } from '../domain/ledger/parse-head.ts';

/** Reads a duration of the command line as seconds. */
export function durationValue(text: string): number {
  const seconds = durationSeconds(text);
  if (seconds === undefined || seconds <= 0) throw new InvalidArgumentError('Write it as 30s, 5m, 1h or 1h30m.');
  return seconds;
}

/** Reads an http(s) URL without credentials; a trailing slash is dropped. */
export function urlValue(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) throw new InvalidArgumentError('Write it as http://host:port.');
  if (`${url.username}${url.password}${url.search}${url.hash}` !== '')
    throw new InvalidArgumentError('Leave out user, password, query and fragment.');
  return text.replace(/\/+$/, '');
}

/** Reads a port. */
export function portValue(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError('Ports are 0 to 65535.');
  return port;
}

/** Reads a whole number from 1 to `maximum`. */
export function countValue(maximum: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < 1 || value > maximum)
      throw new InvalidArgumentError(`It must be a whole number from 1 to ${maximum}.`);
    return value;
  };
}

/** Reads an instant in ISO 8601 as milliseconds since 1970. */
export function instantValue(text: string): number {
  const atMs = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) throw new InvalidArgumentError('Write it as 2026-12-24T18:00:00Z, with its offset from UTC.');
  return atMs;
}

/** Reads a reason: it stands in the ledger for good, so it may not be blank. */
export function reasonValue(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Say why.');
  return text.trim();
}

/** Reads the head of a ledger, `POSITION:HASH`. */
export function headValue(text: string): LedgerHead {
  const head = parseHead(text);
  if (head === undefined) throw new InvalidArgumentError('Write it as POSITION:HASH, as ledger verify shows it.');
  return head;
}
