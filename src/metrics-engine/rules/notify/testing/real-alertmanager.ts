import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '../../../testing/free-port.ts';
import { endChild, untilReady } from '../../../testing/until-ready.ts';

/** An alert as Alertmanager's API shows it. */
export interface ReceivedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly status: { readonly state: string };
}

/** An Alertmanager that a test starts and stops, always at one address. */
export interface RealAlertmanager {
  /** host:port */
  readonly address: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** The alerts that it holds for active now. */
  alerts(): Promise<readonly ReceivedAlert[]>;
  /** Removes its folder; it must be stopped. */
  close(): Promise<void>;
}

const PATIENCE_MS = 30_000;
const LOOK_MS = 50;

/** Makes ready Debian's Alertmanager; `webConfig` is the YAML of its --web.config.file, `headers` what requests then need. */
export async function realAlertmanager({
  webConfig = '',
  headers = {},
}: {
  readonly webConfig?: string;
  readonly headers?: Readonly<Record<string, string>>;
} = {}): Promise<RealAlertmanager> {
  requireBinary();
  const folder = await mkdtemp(join(tmpdir(), 'real-alertmanager-'));
  await writeFile(join(folder, 'alertmanager.yml'), 'route: { receiver: none }\nreceivers: [{ name: none }]\n');
  await writeFile(join(folder, 'web.yml'), webConfig);
  const address = `127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/data`,
    `--web.listen-address=${address}`,
    `--web.config.file=${folder}/web.yml`,
    '--cluster.listen-address=',
    '--log.level=warn',
  ];
  let child: ChildProcess | undefined;
  const stop = async () => {
    if (child !== undefined) await endChild(child, 'SIGTERM');
  };
  return {
    address,
    start: async () => {
      child = spawn('prometheus-alertmanager', flags, { stdio: 'ignore' });
      await untilReady(`http://${address}/-/ready`, child, { headers });
    },
    stop,
    alerts: async () => {
      const answer = await fetch(`http://${address}/api/v2/alerts?active=true`, { headers, signal: AbortSignal.timeout(5000) });
      return (await answer.json()) as readonly ReceivedAlert[];
    },
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until something holds. Throws Error that names it when it does not within half a minute. */
export async function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  const endsAtMs = Date.now() + PATIENCE_MS;
  for (;;) {
    if (await holds().catch(() => false)) return;
    if (Date.now() > endsAtMs) throw new Error(`this did not come to hold: ${what}`);
    await setTimeout(LOOK_MS);
  }
}

function requireBinary(): void {
  const { error } = spawnSync('prometheus-alertmanager', ['--version'], { stdio: 'ignore' });
  if (error !== undefined)
    throw new Error('prometheus-alertmanager is not installed: apt-get install prometheus-alertmanager', { cause: error });
}
