import { type LevelWithSilent, type Logger, pino } from 'pino';
import { createLogger } from '../../telemetry/logger.ts';
import { createMetrics, type Metrics } from '../../telemetry/metrics.ts';
import { startTracing, type Tracing } from '../../telemetry/tracing.ts';

/** Name and version of a service, as its metrics, traces and logs carry them. */
export interface ServiceIdentity {
  readonly service: string;
  readonly version: string;
}

/** The metrics, the tracer and the logger of one service; several services in one process each have their own. */
export interface ServiceTelemetry {
  readonly identity: ServiceIdentity;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly logger: Logger;
}

/** What startServiceTelemetry() needs; `environment` holds the OTEL_… variables, `logLevel` defaults to `info`. */
export interface ServiceTelemetryOptions {
  readonly identity: ServiceIdentity;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly logLevel?: LevelWithSilent;
}

// Standard output belongs to the one line that says where the service listens.
const STANDARD_ERROR = 2;

/** Starts metrics, tracing and logging for one service. Throws TracingConfigError when an OTEL_… variable makes no sense. */
export function startServiceTelemetry({ identity, environment = {}, logLevel = 'info' }: ServiceTelemetryOptions): ServiceTelemetry {
  return {
    identity,
    metrics: createMetrics(identity),
    tracing: startTracing({ ...identity, environment }),
    logger: createLogger({ ...identity, level: logLevel, destination: pino.destination(STANDARD_ERROR) }),
  };
}
