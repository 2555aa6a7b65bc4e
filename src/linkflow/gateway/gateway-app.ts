import express from 'express';
import { jsonBody } from '../kit/json-body.ts';
import { notFoundHandler, problemHandler } from '../kit/problem-handler.ts';
import { requestIdMiddleware } from '../kit/request-id.ts';
import { bareApp, type ServiceApp } from '../kit/service-app.ts';
import type { ServiceTelemetry } from '../kit/service-telemetry.ts';
import { type AdminRoutesOptions, adminRoutes } from './admin-routes.ts';
import { requireAdminToken } from './admin-token.ts';
import { type GatewayHandlerOptions, gatewayHandler } from './gateway-handler.ts';

/** The app of the public port. `trustedProxies` says how many proxies in front may name the client in X-Forwarded-For; 0 trusts none. */
export function gatewayApp({
  telemetry,
  trustedProxies,
  ...options
}: GatewayHandlerOptions & { readonly telemetry: ServiceTelemetry; readonly trustedProxies: number }): ServiceApp {
  const { app, health } = bareApp(telemetry, []);
  app.set('trust proxy', trustedProxies);
  app.use(gatewayHandler(options), problemHandler(telemetry));
  return { app, health };
}

const ADMIN_BODY_LIMIT_BYTES = 16 * 1024;

/** The app of the admin port: nothing of it answers without the admin token. */
export function adminApp({
  adminToken,
  ...options
}: AdminRoutesOptions & { readonly adminToken: string } & Pick<ServiceTelemetry, 'logger'>) {
  const app = express();
  const routes = adminRoutes(options);
  app.disable('x-powered-by');
  app.use(requestIdMiddleware(), requireAdminToken(adminToken), ...jsonBody({ limitBytes: ADMIN_BODY_LIMIT_BYTES }));
  app.get('/admin/v1/services/:service', routes.show);
  app.put('/admin/v1/services/:service/weights', routes.putWeights);
  app.put('/admin/v1/services/:service/versions/:version', routes.putVersion);
  app.delete('/admin/v1/services/:service/versions/:version', routes.deleteVersion);
  app.use(notFoundHandler(), problemHandler(options));
  return app;
}
