import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CollectorClock } from '../collector-clock.ts';
import type { Discovery, DiscoveryUpdate } from './discovery.ts';
import type { FileDiscoveryConfig } from './discovery-config.ts';
import { matchFiles } from './match-files.ts';
import { readTargetFile } from './read-target-file.ts';
import { watchFolders } from './watch-folders.ts';

// Writers that replace several files at once are waited for, so that one look sees them all.
const SETTLE_MS = 50;

/**
 * Finds targets in files. A file is read when the file system tells of a change in its folder, and at every refresh besides. One that is
 * broken leaves the targets that it listed last, and one that is deleted takes them with it.
 */
export function fileDiscovery({ patterns, refreshMs }: FileDiscoveryConfig, clock: CollectorClock): Discovery {
  const folders = [...new Set(patterns.map((pattern) => dirname(pattern)))];
  return {
    async run(signal, onUpdates) {
      let known: ReadonlySet<string> = new Set();
      while (!signal.aborted) {
        const change = new AbortController();
        // First watched, then read, so that no change falls in between; watched anew each time, because the folder itself may be replaced.
        const watch = watchFolders(folders, () => change.abort());
        const updates = await lookAt(patterns, known);
        if (!signal.aborted) onUpdates(updates);
        known = stillKnown(known, updates);
        await clock.sleep(refreshMs, AbortSignal.any([signal, change.signal]));
        watch.close();
        if (change.signal.aborted) await clock.sleep(SETTLE_MS, signal);
      }
    },
  };
}

async function lookAt(patterns: readonly string[], known: ReadonlySet<string>): Promise<readonly DiscoveryUpdate[]> {
  const matches = await Promise.all(patterns.map((pattern) => filesOf(pattern)));
  const unreadable = matches.flatMap((match) => ('problem' in match ? [match] : []));
  const paths = new Set(matches.flatMap((match) => ('paths' in match ? match.paths : [])));
  const updates = [...unreadable, ...(await Promise.all([...paths].map((path) => readOne(path))))];
  const told = new Set(updates.map(({ source }) => source));
  const untold = [...known].filter((source) => !told.has(source));
  // While a folder can't be read nobody knows which of its files are gone.
  return [...updates, ...(unreadable.length > 0 ? [] : untold.map((source) => ({ kind: 'gone', source }) as const))];
}

type Match = { readonly paths: readonly string[] } | Extract<DiscoveryUpdate, { readonly kind: 'failed' }>;

async function filesOf(pattern: string): Promise<Match> {
  try {
    return { paths: await matchFiles(pattern) };
  } catch (error) {
    return { kind: 'failed', source: pattern, problem: messageOf(error) };
  }
}

async function readOne(path: string): Promise<DiscoveryUpdate> {
  try {
    return { kind: 'found', source: path, groups: readTargetFile(path, await readFile(path, 'utf8')) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'gone', source: path };
    return { kind: 'failed', source: path, problem: messageOf(error) };
  }
}

function stillKnown(known: ReadonlySet<string>, updates: readonly DiscoveryUpdate[]): ReadonlySet<string> {
  const told = updates.filter(({ kind }) => kind !== 'gone').map(({ source }) => source);
  const gone = new Set(updates.filter(({ kind }) => kind === 'gone').map(({ source }) => source));
  return new Set([...known, ...told].filter((source) => !gone.has(source)));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
