import { readFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { configSchema, type WrittenConfig } from './config-schema.ts';
import { deepFreeze } from './deep-freeze.ts';
import { describeIssues } from './describe-issue.ts';
import type { Environment } from './environment.ts';
import { findFile } from './find-file.ts';
import { loadSloDocuments, sloService } from './load-slo-documents.ts';
import { type Problems, problemsOf } from './problems.ts';
import { readYaml, type YamlDocument } from './read-yaml.ts';
import { resolveService } from './resolve-service.ts';
import { resolveToken } from './resolve-token.ts';
import type { MetricsConfig, ServiceConfig, SloDocument, SluiceConfig } from './sluice-config.ts';

/** Which configuration to read. */
export interface ConfigRequest {
  /** From `--config`; otherwise SLUICE_CONFIG, otherwise `sluice.yaml` in `folder`. */
  readonly file?: string | undefined;
  readonly environment: Environment;
  /** The working directory. */
  readonly folder: string;
}

interface Reading {
  /** As people named it. */
  readonly shown: string;
  readonly file: string;
  readonly root: string;
  readonly written: WrittenConfig;
  readonly problems: Problems;
  readonly environment: Environment;
}

function wholeFile(file: string, message: string, suggestion?: string): ConfigError {
  return new ConfigError([{ file, line: undefined, column: undefined, path: '', message, suggestion }]);
}

/** The file that a request means, absolute. */
export function configFile(request: ConfigRequest): string {
  return resolve(request.folder, request.file ?? request.environment.configFile ?? 'sluice.yaml');
}

function onlyDocument(file: string, text: string): YamlDocument {
  const reading = readYaml(file, text);
  if (!reading.ok) throw new ConfigError(reading.problems);
  const [document, second] = reading.documents;
  if (document === undefined || document.value === null) throw wholeFile(file, 'is empty', 'Start with apiVersion: sluice/v1.');
  if (second !== undefined) throw wholeFile(file, 'holds more than one YAML document', 'Remove the --- between them.');
  return document;
}

async function read(request: ConfigRequest): Promise<Reading> {
  const file = configFile(request);
  const shown = relative(request.folder, file);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const why =
      cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'does not exist' : `can't be read (${String(cause)})`;
    throw wholeFile(shown, why, 'Name another file with --config or SLUICE_CONFIG.');
  });
  const document = onlyDocument(shown, text);
  const parsed = configSchema.safeParse(document.value);
  if (!parsed.success) throw new ConfigError(describeIssues(shown, configSchema, document, parsed.error.issues));
  return {
    shown,
    file,
    root: dirname(file),
    written: parsed.data,
    problems: problemsOf(shown, document),
    environment: request.environment,
  };
}

async function resolveMetrics({ written, problems, root, environment }: Reading): Promise<MetricsConfig> {
  const { metrics } = written;
  if (metrics.source === 'prometheus') {
    const scrapeIntervalSeconds = metrics.scrapeInterval;
    return {
      source: 'prometheus',
      url: metrics.url,
      scrapeIntervalSeconds,
      token: await resolveToken({ problems, root, environment, at: ['metrics'] }, metrics),
    };
  }
  return {
    source: 'embedded',
    scrapeFile: await findFile(problems, { root, path: ['metrics', 'scrape'], named: metrics.scrape, kind: 'file' }),
    retention: { seconds: metrics.retention.time, bytes: metrics.retention.size },
  };
}

async function resolveSlos({ written, problems, root }: Reading): Promise<readonly SloDocument[]> {
  const before = problems.all.length;
  const documents = await loadSloDocuments(
    problems,
    root,
    await findFile(problems, { root, path: ['slos'], named: written.slos, kind: 'folder' }),
  );
  if (documents.length === 0 && problems.all.length === before)
    problems.add(['slos'], `${written.slos} holds no SLO`, 'Put OpenSLO files (*.yaml) there.');
  return documents;
}

async function resolveServices(reading: Reading, documents: readonly SloDocument[]): Promise<Readonly<Record<string, ServiceConfig>>> {
  const servicesWithSlo = [...new Set(documents.flatMap(({ document }) => sloService(document) ?? []))];
  const entries = Object.entries(reading.written.services).map(async ([name, written]) => {
    return [name, await resolveService(name, written, { ...reading, servicesWithSlo })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

function resolveListen({ written, environment, problems }: Reading): SluiceConfig['listen'] {
  const port = environment.port === undefined ? written.listen.port : Number(environment.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    const problem: ConfigProblem = {
      file: 'environment',
      line: undefined,
      column: undefined,
      path: 'SLUICE_PORT',
      message: `"${environment.port}" is not a port`,
      suggestion: 'Ports are 0 to 65535.',
    };
    problems.take([problem]);
  }
  return { host: environment.host ?? written.listen.host, port };
}

/**
 * Reads and checks the whole configuration: the file, the files it names, and the environment.
 *
 * Throws ConfigError with everything that is wrong. Secrets that are not set are no error here (see `missingSecrets`), since a gate in CI needs no router.
 */
export async function loadConfig(request: ConfigRequest): Promise<SluiceConfig> {
  const reading = await read(request);
  const { written, problems, root, environment } = reading;
  const metrics = await resolveMetrics(reading);
  const routerToken = await resolveToken({ problems, root, environment, at: ['router'] }, written.router);
  const sloDocuments = await resolveSlos(reading);
  const services = await resolveServices(reading, sloDocuments);
  const listen = resolveListen(reading);
  if (problems.all.length > 0) throw new ConfigError(problems.all);
  const { postgres } = written.state;
  const { webhook } = written.notify;
  const secret = webhook?.secretEnv === undefined ? undefined : environment.secret(webhook.secretEnv);
  return deepFreeze({
    file: reading.file,
    environment: written.environment,
    listen,
    state: {
      folder: resolve(root, environment.stateFolder ?? written.state.folder),
      postgresUrl: postgres === undefined ? undefined : environment.secret(postgres.urlEnv),
    },
    metrics,
    router: { kind: written.router.kind, url: written.router.url, token: routerToken },
    sloDocuments,
    notifyWebhook: webhook === undefined ? undefined : { url: webhook.url, secret, timeoutSeconds: webhook.timeout },
    services,
  });
}
