import type { Express } from 'express';
import { createLogger } from '../../telemetry/logger.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { metricsEndpoint } from '../../telemetry/metrics-endpoint.ts';
import { redMiddleware } from '../../telemetry/red-middleware.ts';
import { gatewayRouter } from '../adapters/linkflow-gateway/gateway-router.ts';
import { logNotifier } from '../adapters/notifier/log-notifier.ts';
import { webhookNotifier } from '../adapters/notifier/webhook-notifier.ts';
import { pactContractVerifier } from '../adapters/pact/pact-verifier.ts';
import { createApi } from '../api/create-api.ts';
import { prometheusRoutes } from '../api/prometheus-routes.ts';
import type { LocalActions } from '../cli/local-actions.ts';
import { systemClock } from '../cli/surroundings.ts';
import { inheritedVariables } from '../config/inherited-variables.ts';
import { missingSecrets } from '../config/missing-secrets.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import { createControlPlane } from '../control/create-control-plane.ts';
import type { Notifier } from '../control/ports/notifier.ts';
import { createProgressBoard } from '../control/progress-board.ts';
import { createReconciler } from '../control/reconciler.ts';
import type { ReconcilerPorts } from '../control/reconciler-ports.ts';
import { adminToken } from './admin-token.ts';
import { listen } from './listen.ts';
import { readObjectives } from './objectives.ts';
import { configOf, refuseProblems, tokensOf } from './offline-actions.ts';
import { openMetrics, type RunningMetrics } from './open-metrics.ts';
import { openState, type State } from './open-state.ts';
import { registerFigures } from './register-figures.ts';
import { serviceDefinitions } from './service-definitions.ts';
import { sluiceVersion } from './sluice-version.ts';
import { orphanProblems, stalenessProblems } from './start-problems.ts';

type UpRequest = Parameters<LocalActions['up']>[0];

/** Serves Sluice until the signal aborts: state first, then metrics, the loops, and last the door. They are closed in the opposite order. */
export async function up(request: UpRequest): Promise<void> {
  const closing = new AsyncDisposableStack();
  try {
    await serve(request, closing);
  } finally {
    await closing.disposeAsync();
  }
}

async function serve(request: UpRequest, closing: AsyncDisposableStack): Promise<void> {
  const config = await configOf(request);
  refuseProblems(missingSecrets(config, 'server'));
  const objectives = readObjectives(config);
  const services = serviceDefinitions(config, objectives);
  const logger = createLogger({ service: 'sluice', version: sluiceVersion(), level: logLevel(request), destination: process.stderr });
  const state = closing.adopt(await openState(config), (open) => open.close());
  refuseProblems(await orphanProblems(config, state.ledger));
  const metrics = closing.adopt(await openMetrics(config, (message) => logger.warn(message)), (open) => open.stop());
  refuseProblems(stalenessProblems(config, metrics.scrapeIntervalMs));
  const parts: Parts = { config, services, logger, state, metrics };
  const ports = portsOf(parts);
  const reconciler = closing.adopt(createReconciler(ports, state.holder), (loops) => loops.stop());
  await reconciler.start();
  const token = await adminToken(state, config);
  const stopping = new AbortController();
  const address = { host: request.host ?? config.listen.host, port: request.port ?? config.listen.port };
  const server = closing.adopt(await listen(door(parts, ports, stopping.signal), address), (open) => open.close());
  request.onReady({
    url: server.url,
    adminTokenFile: token,
    state: state.description,
    environment: config.environment,
    services: [...services.keys()],
    notes: [],
  });
  await aborted(request.signal);
  stopping.abort();
}

interface Parts {
  readonly config: SluiceConfig;
  readonly services: ReconcilerPorts['services'];
  readonly logger: ReturnType<typeof createLogger>;
  readonly state: State;
  readonly metrics: RunningMetrics;
}

function portsOf({ config, services, logger, state, metrics }: Parts): ReconcilerPorts {
  return {
    ledger: state.ledger,
    leases: state.leases,
    router: gatewayRouter({ adminUrl: config.router.url, token: config.router.token?.reveal() ?? '' }),
    metrics: metrics.source,
    live: metrics.live,
    contracts: pactContractVerifier({ environment: inheritedVariables() }),
    notifier: notifierOf(config, logger),
    clock: systemClock(),
    services,
    progress: createProgressBoard(),
    scrapeIntervalMs: metrics.scrapeIntervalMs,
    log: (level, message, fields) => logger[level](fields ?? {}, message),
  };
}

function notifierOf({ notifyWebhook }: SluiceConfig, logger: Parts['logger']): Notifier {
  if (notifyWebhook === undefined) return logNotifier({ logger });
  const { url, secret, timeoutSeconds } = notifyWebhook;
  return webhookNotifier({ url, secret: secret?.reveal(), now: () => Date.now(), deadlineMs: timeoutSeconds * 1000 });
}

/** The API, the embedded metrics below /prometheus, and Sluice's own at /metrics, unauthenticated as scrapers expect: they name no release and no person. */
function door({ logger, state, metrics }: Parts, ports: ReconcilerPorts, stopping: AbortSignal): Express {
  const own = createMetrics({ service: 'sluice', version: sluiceVersion() });
  if (metrics.figures !== undefined) registerFigures(own.registry, metrics.figures);
  const tokens = tokensOf(state);
  return createApi({
    controlPlane: createControlPlane(ports),
    tokens,
    clock: ports.clock,
    logger,
    version: sluiceVersion(),
    stopping,
    first: [redMiddleware({ metrics: own })],
    more: [
      atMetrics(metricsEndpoint({ registry: own.registry })),
      ...(metrics.api === undefined ? [] : [prometheusRoutes({ tokens, answer: metrics.api })]),
    ],
  });
}

function atMetrics(handler: ReturnType<typeof metricsEndpoint>): ReturnType<typeof metricsEndpoint> {
  return (request, response, next) => (request.path === '/metrics' && request.method === 'GET' ? handler(request, response, next) : next());
}

function logLevel({ environment }: UpRequest): 'debug' | 'info' | 'warn' | 'error' {
  const level = environment.logLevel;
  return level === 'debug' || level === 'warn' || level === 'error' ? level : 'info';
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
