import express, { type Express } from 'express';
import { createHealth, type Health, type ReadinessCheck } from '../../telemetry/health.ts';
import { metricsEndpoint } from '../../telemetry/metrics-endpoint.ts';
import { redMiddleware } from '../../telemetry/red-middleware.ts';
import { traceMiddleware } from '../../telemetry/trace-middleware.ts';
import { checkFaultRoutes, type FaultInjector, faultInjector } from './faults/fault-injector.ts';
import type { FaultSet } from './faults/fault-set.ts';
import { jsonBody } from './json-body.ts';
import { notFoundHandler, otherMethodHandler, problemHandler } from './problem-handler.ts';
import { requestIdMiddleware } from './request-id.ts';
import type { ServiceRoute } from './service-route.ts';
import type { ServiceTelemetry } from './service-telemetry.ts';

/** What serviceApp() needs. `routes` gets the fault injector for the shape of its answers; bodies are limited to `bodyLimitBytes` (default 256 KiB). */
export interface ServiceAppOptions {
  readonly telemetry: ServiceTelemetry;
  readonly routes: (faults: FaultInjector) => readonly ServiceRoute[];
  readonly checks?: readonly ReadinessCheck[];
  readonly faults?: FaultSet;
  readonly bodyLimitBytes?: number;
}

/** An Express app and the switch that turns its readiness off. */
export interface ServiceApp {
  readonly app: Express;
  readonly health: Pick<Health, 'beginShutdown'>;
}

const DEFAULT_BODY_LIMIT_BYTES = 256 * 1024;

/**
 * Builds the app of a service: health and metrics (not counted as requests), request ids, RED metrics, a span a request, faults,
 * JSON bodies, the routes, and problem+json for everything that goes wrong.
 *
 * Throws when the faults name a route that is not among `routes`.
 */
export function serviceApp(options: ServiceAppOptions): ServiceApp {
  const { telemetry, faults = {}, bodyLimitBytes = DEFAULT_BODY_LIMIT_BYTES } = options;
  const injector = faultInjector({ faults });
  const routes = options.routes(injector);
  checkFaultRoutes(
    faults,
    routes.map(({ path }) => path),
  );
  const { app, health } = bareApp(telemetry, [slowStartCheck(injector), ...(options.checks ?? [])]);
  app.use(injector.beforeRoutes, ...jsonBody({ limitBytes: bodyLimitBytes }));
  for (const { method, path, handlers } of routes) app[method](path, ...injector.guards(path), ...handlers);
  for (const [path, methods] of methodsByPath(routes)) app.all(path, otherMethodHandler(methods));
  app.use(notFoundHandler(), problemHandler(telemetry));
  return { app, health };
}

/** The part every LinkFlow app begins with, the gateway's as well: health, metrics, request ids, RED metrics and spans; no routes, no error handler yet. */
export function bareApp(telemetry: ServiceTelemetry, checks: readonly ReadinessCheck[]): ServiceApp {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  const inner = createHealth({ checks });
  let draining = false;
  app.use((_request, response, next) => {
    // A kept connection would hold the closing server until its idle timeout.
    if (draining) response.setHeader('Connection', 'close');
    next();
  });
  app.use(inner.router);
  app.get('/metrics', metricsEndpoint(telemetry.metrics));
  app.use(requestIdMiddleware(), redMiddleware(telemetry), traceMiddleware(telemetry.tracing));
  const beginShutdown = () => {
    draining = true;
    inner.beginShutdown();
  };
  return { app, health: { beginShutdown } };
}

function methodsByPath(routes: readonly ServiceRoute[]): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const { path, method } of routes) methods.set(path, [...(methods.get(path) ?? []), method.toUpperCase()]);
  return methods;
}

function slowStartCheck(injector: FaultInjector): ReadinessCheck {
  return { name: 'start', deadlineMs: 1000, check: () => injector.started() };
}
