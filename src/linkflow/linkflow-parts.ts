import { newSigningKey, signingKeyFromFile } from './auth/signing-key.ts';
import { startAuthService } from './auth/start-auth-service.ts';
import { startExecutionService } from './execution/start-execution-service.ts';
import { memoryRoutingFile, routingFile } from './gateway/routing-file.ts';
import { type RunningGateway, startGateway } from './gateway/start-gateway.ts';
import { faultSetSchema } from './kit/faults/fault-set.ts';
import type { RunningService } from './kit/running-service.ts';
import { type ServiceTelemetry, startServiceTelemetry } from './kit/service-telemetry.ts';
import type { Storage } from './kit/store/open-storage.ts';
import { remoteKeys } from './kit/tokens/access-token-verifier.ts';
import type { LinkFlowOptions } from './linkflow-options.ts';
import { cachedReadModel } from './workflow/cached-read-model.ts';
import { openWorkflowReadModel, startWorkflowService } from './workflow/start-workflow-service.ts';

const LOOPBACK = '127.0.0.1';

/** What the parts of one LinkFlow share. */
export interface PartOptions {
  readonly options: LinkFlowOptions;
  readonly storage: Storage;
}

/** The telemetry of one service of the process. */
export function telemetryFor({ logLevel = 'warn', environment = {} }: LinkFlowOptions, service: string, version: string): ServiceTelemetry {
  return startServiceTelemetry({ identity: { service, version }, environment, logLevel });
}

/** Starts the auth service, with the key of the key file or a new one. */
export async function startAuth({ options, storage }: PartOptions): Promise<RunningService> {
  const { keyFile, lifetimes, passwordCost, host = LOOPBACK, ports = {} } = options;
  return startAuthService({
    ...storage,
    telemetry: telemetryFor(options, 'auth-service', 'v1'),
    host,
    port: ports.auth ?? 0,
    key: keyFile === undefined ? await newSigningKey() : await signingKeyFromFile(keyFile),
    ...(lifetimes === undefined ? {} : { lifetimes }),
    ...(passwordCost === undefined ? {} : { cost: passwordCost }),
  });
}

/** Starts every version of the workflow service; each is handed to `onStart`, in their order. */
export async function startWorkflowVersions(
  { options, storage }: PartOptions,
  auth: RunningService,
  onStart: (version: string, running: RunningService) => void,
): Promise<void> {
  const { versions, host = LOOPBACK, providerStates = false } = options;
  // One for all versions: they share its table, and only so can it answer from memory. The storage's end stops what keeps it up.
  const { readModel } = await openWorkflowReadModel({ ...storage, wrap: (inner) => cachedReadModel({ readModel: inner }) });
  for (const { version, port = 0, faults = {} } of versions) {
    const running = await startWorkflowService({
      ...storage,
      telemetry: telemetryFor(options, 'workflow-service', version),
      host,
      port,
      keys: remoteKeys(jwksUrl(auth)),
      faults: faultSetSchema.parse(faults),
      sharedReadModel: readModel,
      providerStates,
    });
    onStart(version, running);
  }
}

/** Starts the execution service. It asks the gateway for workflows, so that weights hold for calls between services as well. */
export function startExecution({ options, storage }: PartOptions, auth: RunningService, gatewayUrl: () => string): Promise<RunningService> {
  const { allowedHosts, host = LOOPBACK, ports = {} } = options;
  return startExecutionService({
    ...storage,
    telemetry: telemetryFor(options, 'execution-service', 'v1'),
    host,
    port: ports.execution ?? 0,
    keys: remoteKeys(jwksUrl(auth)),
    workflowUrl: gatewayUrl,
    ...(allowedHosts === undefined ? {} : { allowedHosts }),
  });
}

/** The services that a gateway stands before. */
export interface ServicesBehind {
  readonly auth: RunningService;
  readonly execution: RunningService;
  readonly workflow: Readonly<Record<string, string>>;
}

/** Starts the gateway before the services. */
export function startGatewayBefore({ options }: PartOptions, { auth, execution, workflow }: ServicesBehind): Promise<RunningGateway> {
  const { ports = {}, host = LOOPBACK, adminHost = LOOPBACK, adminToken, stateFile, limits, deadlineMs, drainDelayMs = 0 } = options;
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
