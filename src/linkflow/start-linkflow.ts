import type { LevelWithSilent } from 'pino';
import type { ShutdownOutcome } from '../telemetry/graceful-shutdown.ts';
import type { ScryptCost } from './auth/password-hash.ts';
import { newSigningKey, signingKeyFromFile } from './auth/signing-key.ts';
import { startAuthService } from './auth/start-auth-service.ts';
import type { TokenLifetimes } from './auth/tokens.ts';
import { startExecutionService } from './execution/start-execution-service.ts';
import type { Limits } from './gateway/client-limits.ts';
import { memoryRoutingFile, routingFile } from './gateway/routing-file.ts';
import { type RunningGateway, startGateway } from './gateway/start-gateway.ts';
import { type FaultSetInput, faultSetSchema } from './kit/faults/fault-set.ts';
import type { RunningService } from './kit/running-service.ts';
import { startServiceTelemetry } from './kit/service-telemetry.ts';
import { openStorage, type Storage, type StoragePlace } from './kit/store/open-storage.ts';
import { remoteKeys } from './kit/tokens/access-token-verifier.ts';
import { cachedReadModel } from './workflow/cached-read-model.ts';
import { openWorkflowReadModel, startWorkflowService } from './workflow/start-workflow-service.ts';

/** One version of the workflow service within the process; port 0 (the default) takes a free one. */
export interface WorkflowVersion {
  readonly version: string;
  readonly port?: number;
  readonly faults?: FaultSetInput;
}

/** What startLinkFlow() needs; what is absent has the default that its service gives it, ports are free ones. */
export interface LinkFlowOptions {
  /** At least one. The gateway sends everything to the first, until its admin API or its state file says otherwise. */
  readonly versions: readonly WorkflowVersion[];
  readonly adminToken: string;
  readonly storage?: StoragePlace;
  readonly host?: string;
  readonly adminHost?: string;
  readonly ports?: { readonly gateway?: number; readonly admin?: number; readonly auth?: number; readonly execution?: number };
  /** Where the gateway keeps its weights over a restart; memory without it. */
  readonly stateFile?: string;
  /** Where the signing key is kept over a restart; a new one without it. */
  readonly keyFile?: string;
  readonly providerStates?: boolean;
  readonly allowedHosts?: readonly string[];
  readonly limits?: Limits;
  readonly deadlineMs?: number;
  readonly lifetimes?: TokenLifetimes;
  readonly passwordCost?: ScryptCost;
  readonly logLevel?: LevelWithSilent;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly drainDelayMs?: number;
}

/** Where the parts of LinkFlow listen; each serves `/metrics`, `/healthz` and `/readyz` there, but for the admin port. */
export interface LinkFlowUrls {
  readonly gateway: string;
  readonly admin: string;
  readonly auth: string;
  readonly execution: string;
  /** By version. */
  readonly workflow: Readonly<Record<string, string>>;
}

/** LinkFlow in one process. `close` drains the gateway first, then the services, and closes the storage last. */
export interface LinkFlow {
  readonly urls: LinkFlowUrls;
  close(): Promise<Pick<ShutdownOutcome, 'kind' | 'problems'>>;
}

/**
 * Starts all of LinkFlow in this process: one storage, the auth and execution services, every version of the workflow service, and
 * the gateway before them. They speak HTTP with each other, each on its own port with its own metrics.
 *
 * Rejects when a port is taken, a fault is misspelt or the storage can't be opened; what had been started is closed then.
 */
export async function startLinkFlow(options: LinkFlowOptions): Promise<LinkFlow> {
  const storage = await openStorage(options.storage ?? { kind: 'memory' }, telemetryFor(options, 'linkflow', 'v1').logger);
  const started: { close(): Promise<ShutdownOutcome> }[] = [];
  try {
    const { urls } = await startParts(options, storage, (part) => started.push(part));
    return { urls, close: closeOnce(started, storage) };
  } catch (error) {
    await closeAll(started, storage);
    throw error;
  }
}

async function startParts(
  options: LinkFlowOptions,
  storage: Storage,
  onStart: (part: RunningService) => void,
): Promise<{ urls: LinkFlowUrls }> {
  const { keyFile, ports = {}, host = '127.0.0.1', drainDelayMs = 0 } = options;
  const key = keyFile === undefined ? await newSigningKey() : await signingKeyFromFile(keyFile);
  const keep = <Part extends RunningService>(part: Part): Part => {
    onStart(part);
    return part;
  };
  const auth = keep(await startAuthService({ ...storage, host, key, ...authOptions(options), port: ports.auth ?? 0 }));
  const shared = { ...storage, host, keys: remoteKeys(jwksUrl(auth)) };
  const workflow = await startVersions(options, shared, keep);
  const gatewayUrl: { url?: string } = {};
  const execution = keep(
    await startExecutionService({
      ...shared,
      telemetry: telemetryFor(options, 'execution-service', 'v1'),
      port: ports.execution ?? 0,
      // Through the gateway, so that its weights hold for calls between services as well; before it listens nobody can ask.
      workflowUrl: () => gatewayUrl.url ?? '',
      ...(options.allowedHosts === undefined ? {} : { allowedHosts: options.allowedHosts }),
    }),
  );
  const gateway = keep(await startGatewayFor(options, { auth, execution, workflow, host, drainDelayMs }));
  gatewayUrl.url = gateway.url;
  return { urls: { gateway: gateway.url, admin: gateway.adminUrl, auth: auth.url, execution: execution.url, workflow } };
}

function authOptions({ lifetimes, passwordCost, ...options }: LinkFlowOptions) {
  return {
    telemetry: telemetryFor(options, 'auth-service', 'v1'),
    ...(lifetimes === undefined ? {} : { lifetimes }),
    ...(passwordCost === undefined ? {} : { cost: passwordCost }),
  };
}

async function startVersions(
  options: LinkFlowOptions,
  shared: Pick<Parameters<typeof startWorkflowService>[0], 'database' | 'store' | 'host' | 'keys'>,
  keep: (part: RunningService) => RunningService,
): Promise<Readonly<Record<string, string>>> {
  const urls: Record<string, string> = {};
  // One for all versions: they share its table, and only so can it answer from memory.
  // What keeps it up is stopped by the storage's end.
  const { readModel } = await openWorkflowReadModel({ ...shared, wrap: (inner) => cachedReadModel({ readModel: inner }) });
  for (const { version, port = 0, faults = {} } of options.versions) {
    const running = await startWorkflowService({
      ...shared,
      telemetry: telemetryFor(options, 'workflow-service', version),
      port,
      faults: faultSetSchema.parse(faults),
      sharedReadModel: readModel,
      providerStates: options.providerStates ?? false,
    });
    urls[version] = keep(running).url;
  }
  return urls;
}

interface GatewayParts {
  readonly auth: RunningService;
  readonly execution: RunningService;
  readonly workflow: Readonly<Record<string, string>>;
  readonly host: string;
  readonly drainDelayMs: number;
}

function startGatewayFor(
  options: LinkFlowOptions,
  { auth, execution, workflow, host, drainDelayMs }: GatewayParts,
): Promise<RunningGateway> {
  const { ports = {}, adminHost = '127.0.0.1', adminToken, stateFile, limits, deadlineMs } = options;
  return startGateway({
    telemetry: telemetryFor(options, 'gateway', 'v1'),
    host,
    port: ports.gateway ?? 0,
    adminHost,
    adminPort: ports.admin ?? 0,
    adminToken,
    keys: remoteKeys(jwksUrl(auth)),
    file: stateFile === undefined ? memoryRoutingFile() : routingFile(stateFile),
    initial: {
      'auth-service': [{ version: 'v1', url: auth.url }],
      'execution-service': [{ version: 'v1', url: execution.url }],
      'workflow-service': Object.entries(workflow).map(([version, url]) => ({ version, url })),
    },
    drainDelayMs,
    ...(limits === undefined ? {} : { limits }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
  });
}

function jwksUrl(auth: RunningService): string {
  return `${auth.url}/.well-known/jwks.json`;
}

function telemetryFor(
  { logLevel = 'warn', environment = {} }: Pick<LinkFlowOptions, 'logLevel' | 'environment'>,
  service: string,
  version: string,
) {
  return startServiceTelemetry({ identity: { service, version }, environment, logLevel });
}

// Asked a second time, everything that is still draining is cut off.
function closeOnce(started: readonly { close(): Promise<ShutdownOutcome> }[], storage: Storage): LinkFlow['close'] {
  let closing: ReturnType<LinkFlow['close']> | undefined;
  return async () => {
    if (closing !== undefined) await Promise.all(started.map((part) => part.close()));
    closing ??= closeAll(started, storage);
    return closing;
  };
}

// The gateway was started last and goes first: nothing comes in any more while the services drain.
async function closeAll(
  started: readonly { close(): Promise<ShutdownOutcome> }[],
  storage: Storage,
): Promise<Pick<ShutdownOutcome, 'kind' | 'problems'>> {
  const problems: unknown[] = [];
  let kind: ShutdownOutcome['kind'] = 'drained';
  for (const part of started.toReversed()) {
    const outcome = await part.close();
    if (outcome.kind !== 'drained') ({ kind } = outcome);
    problems.push(...outcome.problems);
  }
  await storage.close();
  return { kind, problems };
}
