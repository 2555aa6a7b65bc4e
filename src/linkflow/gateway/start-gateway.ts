import type { JWTVerifyGetKey } from 'jose';
import { type RunningService, runService } from '../kit/running-service.ts';
import type { ServiceTelemetry } from '../kit/service-telemetry.ts';
import { accessTokenVerifier } from '../kit/tokens/access-token-verifier.ts';
import { clientLimits, type Limits } from './client-limits.ts';
import { adminApp, gatewayApp } from './gateway-app.ts';
import { gatewayMetrics } from './gateway-metrics.ts';
import type { RoutingFile } from './routing-file.ts';
import { type InitialVersions, trafficSplit } from './traffic-split.ts';
import { upstreamPools } from './upstream-pools.ts';

/** What startGateway() needs; ports may be 0. */
export interface GatewayOptions {
  readonly telemetry: ServiceTelemetry;
  readonly host: string;
  readonly port: number;
  readonly adminHost: string;
  readonly adminPort: number;
  readonly adminToken: string;
  readonly keys: JWTVerifyGetKey;
  readonly file: RoutingFile;
  readonly initial: InitialVersions;
  readonly limits?: Limits;
  readonly deadlineMs?: number;
  readonly bodyLimitBytes?: number;
  readonly trustedProxies?: number;
  readonly drainDelayMs?: number;
}

/** A running gateway. `close` drains the public port first, then the admin port, and writes the exposure counts down. */
export interface RunningGateway extends RunningService {
  readonly adminUrl: string;
}

// One user may run a load test of some hundred requests a second through the gateway; passwords can be guessed five times a second.
const standardLimits: Limits = { general: { perSecond: 1000, burst: 2000 }, credentials: { perSecond: 5, burst: 50 } };
const FLUSH_EVERY_MS = 5000;
const STANDARD_DEADLINE_MS = 10_000;
const STANDARD_BODY_LIMIT_BYTES = 1024 * 1024;

/** Starts the gateway: its public port, and its admin port beside it. Rejects when a port is taken or the routing file is damaged. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { telemetry, host, adminHost, adminToken } = options;
  const split = await trafficSplit(options);
  const pools = upstreamPools();
  const metrics = gatewayMetrics(telemetry.metrics);
  const { app, health } = gatewayApp({
    telemetry,
    split,
    pools,
    metrics,
    verifier: accessTokenVerifier(options),
    limits: clientLimits({ limits: options.limits ?? standardLimits, metrics }),
    deadlineMs: options.deadlineMs ?? STANDARD_DEADLINE_MS,
    bodyLimitBytes: options.bodyLimitBytes ?? STANDARD_BODY_LIMIT_BYTES,
    trustedProxies: options.trustedProxies ?? 0,
  });
  const admin = await runService({
    app: adminApp({ adminToken, split, pools, logger: telemetry.logger }),
    health: { beginShutdown: () => undefined },
    host: adminHost,
    port: options.adminPort,
  });
  const flushing = setInterval(
    () => void split.flush().catch((err: unknown) => telemetry.logger.error({ err }, 'exposure not saved')),
    FLUSH_EVERY_MS,
  );
  flushing.unref();
  const stopFlushing = async () => clearInterval(flushing);
  const { drainDelayMs = 0 } = options;
  const closeAfter = [() => admin.close(), stopFlushing, () => split.flush(), () => pools.close(), () => telemetry.tracing.shutdown()];
  const running = await runService({ app, health, host, port: options.port, drainDelayMs, closeAfter });
  return { ...running, adminUrl: admin.url };
}
