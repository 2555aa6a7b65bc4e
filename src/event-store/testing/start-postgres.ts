import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';
import { eventually } from './eventually.ts';

/** A PostgreSQL server of a test's own. */
export interface RunningPostgres {
  readonly connectionString: string;
  readonly pid: number;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const USER = 'sluice';

/**
 * Starts Debian's PostgreSQL on a free loopback port, in a temporary folder and with a password of its own.
 *
 * Throws, naming the package, when the server isn't installed. As root it runs the server as the account `postgres`, because
 * PostgreSQL refuses root. The server ends with this process at the latest.
 */
export async function startPostgres(): Promise<RunningPostgres> {
  const binaries = await findBinaries();
  const account = unprivilegedAccount();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-postgres-'));
  try {
    const password = randomBytes(16).toString('hex');
    await createCluster({ binaries, account, folder, password });
    return await startServer({ binaries, account, folder, password, port: await freePort() });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

interface Cluster {
  readonly binaries: string;
  readonly account: Account;
  readonly folder: string;
  readonly password: string;
}

async function findBinaries(): Promise<string> {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? (await readdir(root)).sort((a, b) => Number(b) - Number(a)) : [];
  const candidates = [...versions.map((version) => join(root, version, 'bin')), ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = candidates.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found === undefined) throw new Error("this test needs a PostgreSQL server: install Debian's package postgresql");
  return found;
}

function unprivilegedAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

async function createCluster({ binaries, account, folder, password }: Cluster): Promise<void> {
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined)
    for (const path of [folder, passwordFile]) await chown(path, account.uid, account.gid);
  execFileSync(
    join(binaries, 'initdb'),
    [
      '-D',
      join(folder, 'data'),
      '-U',
      USER,
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-sync',
    ],
    { ...account, cwd: folder, stdio: 'pipe' },
  );
  await rm(passwordFile);
}

async function startServer({ binaries, account, folder, password, port }: Cluster & { port: number }): Promise<RunningPostgres> {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=50'].flatMap((s) => ['-c', s]);
  const server = spawn(join(binaries, 'postgres'), ['-D', join(folder, 'data'), '-p', String(port), ...settings], {
    ...account,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  server.stderr.on('data', (chunk) => {
    log += String(chunk);
  });
  const killServer = () => void server.kill('SIGQUIT');
  process.once('exit', killServer);
  const connectionString = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    process.off('exit', killServer);
    await endServer(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await eventually('PostgreSQL takes connections', () => acceptsConnections(server, connectionString, () => log), 30_000);
  } catch (error) {
    await stop();
    throw error;
  }
  return { connectionString, pid: server.pid ?? 0, stop };
}

async function acceptsConnections(server: ChildProcess, connectionString: string, log: () => string): Promise<boolean> {
  if (server.exitCode !== null) throw new Error(`PostgreSQL ended at once: ${log()}`);
  const client = new Client({ connectionString, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  // SIGINT is PostgreSQL's fast shutdown: open connections are ended.
  server.kill('SIGINT');
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the operating system gave no port');
  return address.port;
}
