import { access, constants } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Bench } from '../bench.ts';

/** A load tool that the engine is measured against. */
export type PeerName = 'vegeta' | 'wrk' | 'autocannon' | 'artillery';

/** Where the peers are; one that is not here has no file, and `missing` says how to get it. */
export interface Peers {
  readonly files: Readonly<Partial<Record<PeerName, string>>>;
  /** A sentence for each peer that is not here. */
  readonly missing: Readonly<Partial<Record<PeerName, string>>>;
}

const howToGet: Readonly<Record<PeerName, string>> = {
  vegeta: 'go install github.com/tsenart/vegeta/v12@latest',
  wrk: 'apt-get install wrk',
  autocannon: 'npm ci --ignore-scripts in tools/bench/peers',
  artillery: 'npm ci --ignore-scripts in tools/bench/peers',
};

/** Finds the peers that are wanted, and installs those that come from npm into tools/bench/peers when they are not there yet. Never throws for one that is not to be had. */
export async function findPeers(bench: Bench, wanted: readonly PeerName[]): Promise<Peers> {
  const files: Partial<Record<PeerName, string>> = {};
  const missing: Partial<Record<PeerName, string>> = {};
  for (const name of wanted) {
    const file = name === 'vegeta' || name === 'wrk' ? await onPath(name) : await fromNpm(bench, name);
    if (file === undefined) missing[name] = `${name} is not here, so its column is empty: ${howToGet[name]}`;
    else files[name] = file;
  }
  return { files, missing };
}

/** The tool on the PATH, or where `go install` puts it. */
async function onPath(name: string): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), join(homedir(), 'go/bin')].filter((folder) => folder !== '');
  for (const folder of folders) {
    if (await isThere(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

const launchers = { autocannon: 'autocannon/autocannon.js', artillery: 'artillery/bin/run' } as const;

async function fromNpm(bench: Bench, name: keyof typeof launchers): Promise<string | undefined> {
  const folder = join(bench.root, 'tools/bench/peers');
  const file = join(folder, 'node_modules', launchers[name]);
  if (await isThere(file)) return file;
  bench.say('  installing autocannon and artillery into tools/bench/peers');
  // No scripts: what a package would run at its installation is not needed to send requests.
  const command = ['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'] as const;
  const ended = await bench.processes.run({ name: 'npm ci', command, cwd: folder, deadlineMs: 300_000 }).catch(() => undefined);
  bench.signal.throwIfAborted();
  return ended?.exitCode === 0 && (await isThere(file)) ? file : undefined;
}

const isThere = (file: string): Promise<boolean> =>
  access(file, constants.R_OK).then(
    () => true,
    () => false,
  );
