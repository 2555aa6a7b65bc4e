import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { endChild, untilReady } from './until-ready.ts';

/** A Prometheus server that runs for a test. */
export interface RealPrometheus {
  readonly baseUrl: string;
  readonly version: string;
  close(): Promise<void>;
}

/** Starts Debian's Prometheus with a configuration and further flags, in a folder of its own. Throws Error that names the package when the binary is missing. */
export async function startPrometheus(config: string, ...further: readonly string[]): Promise<RealPrometheus> {
  return startIn(await mkdtemp(join(tmpdir(), 'real-prometheus-')), config, further);
}

/** As startPrometheus, on samples of any age, in OpenMetrics' text with times in seconds. */
export async function startBackfilledPrometheus(openMetrics: string): Promise<RealPrometheus> {
  const folder = await mkdtemp(join(tmpdir(), 'real-prometheus-'));
  await writeFile(join(folder, 'samples.om'), openMetrics);
  promtool('tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'samples.om'), join(folder, 'data'));
  return startIn(folder, 'scrape_configs: []', ['--storage.tsdb.retention.time=100y']);
}

async function startIn(folder: string, config: string, further: readonly string[]): Promise<RealPrometheus> {
  const version = prometheusVersion();
  await writeFile(join(folder, 'prometheus.yaml'), config);
  const address = `127.0.0.1:${await freePort()}`;
  const flags = [
    `--config.file=${folder}/prometheus.yaml`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=${address}`,
    '--log.level=warn',
    ...further,
  ];
  const child = spawn('prometheus', flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const close = async () => {
    await endChild(child);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await untilReady(`http://${address}/-/ready`, child);
  } catch (cause) {
    await close();
    throw new Error(`Prometheus did not become ready: ${said.join('')}`, { cause });
  }
  return { baseUrl: `http://${address}`, version, close };
}

/** Runs promtool, which comes with Prometheus, and answers what it prints. Throws with its output when it refuses. */
export function promtool(...args: readonly string[]): string {
  return runTool('promtool', args);
}

function prometheusVersion(): string {
  return /version (\S+)/.exec(runTool('prometheus', ['--version']))?.[1] ?? 'unknown';
}

function runTool(tool: string, args: readonly string[]): string {
  try {
    return execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw isMissing ? new Error(`${tool} is not installed: apt-get install prometheus`, { cause }) : cause;
  }
}
