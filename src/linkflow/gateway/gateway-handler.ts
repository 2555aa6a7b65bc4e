import type { Request, RequestHandler, Response } from 'express';
import { injectTraceHeaders } from '../../telemetry/inject-trace-headers.ts';
import { nameRoute } from '../../telemetry/route-template.ts';
import { Problem } from '../kit/problem.ts';
import { requestIdOf } from '../kit/request-id.ts';
import type { AccessTokenVerifier } from '../kit/tokens/access-token-verifier.ts';
import { bearerToken, unauthenticated } from '../kit/tokens/authenticate.ts';
import type { VersionChoice } from './choose-version.ts';
import type { ClientLimits } from './client-limits.ts';
import { forward } from './forward.ts';
import { requestHeaders } from './forward-headers.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import { findRoute, type GatewayRoute, type ServiceName } from './route-table.ts';
import type { VersionEntry } from './routing-table.ts';
import type { TrafficSplit } from './traffic-split.ts';
import type { UpstreamPools } from './upstream-pools.ts';

/** What gatewayHandler() needs. */
export interface GatewayHandlerOptions {
  readonly split: TrafficSplit;
  readonly pools: UpstreamPools;
  readonly verifier: AccessTokenVerifier;
  readonly limits: ClientLimits;
  readonly metrics: GatewayMetrics;
  readonly deadlineMs: number;
  readonly bodyLimitBytes: number;
}

/** Takes every request of the public port: finds its route, checks token and limit, chooses a version and streams it there. */
export function gatewayHandler(options: GatewayHandlerOptions): RequestHandler {
  return async (request, response) => {
    const route = findRoute(request.method, request.path);
    if (route === undefined) throw new Problem('not-found', `No service serves ${request.path}`);
    nameRoute(request, route.route);
    options.limits.pass(route.limit, await clientOf(request, route, options));
    const entry = versionFor(options.split.choose(route, request.get('x-version')), route.service);
    countWhenDone(request, response, route.service, entry.version, options.metrics);
    await forward({
      request,
      response,
      service: route.service,
      upstream: options.pools.clientOf(new URL(entry.url).origin),
      headers: forwardedHeaders(request, response),
      answerHeaders: { 'x-served-version': entry.version },
      deadlineMs: options.deadlineMs,
      bodyLimitBytes: options.bodyLimitBytes,
    });
  };
}

// A user is limited wherever they come from; whoever has no valid token is limited by address, also while guessing tokens.
async function clientOf(request: Request, route: GatewayRoute, { verifier, limits }: GatewayHandlerOptions): Promise<string> {
  const address = `address:${request.ip ?? 'unknown'}`;
  if (!route.needsToken) return address;
  const token = bearerToken(request.get('authorization'));
  const principal = token === undefined ? undefined : await verifier.verify(token);
  if (principal !== undefined) return `user:${principal.userId}`;
  limits.pass(route.limit, address);
  throw unauthenticated(token);
}

function versionFor(choice: VersionChoice, service: ServiceName): VersionEntry {
  switch (choice.kind) {
    case 'chosen':
      return choice.entry;
    case 'unknown-version':
      throw new Problem('unknown-version', `x-version names ${JSON.stringify(choice.version)}, which ${service} does not have registered`);
    case 'none-registered':
      throw new Problem('unavailable', `No version of ${service} is registered`, { headers: { 'Retry-After': '1' } });
  }
}

function forwardedHeaders(request: Request, response: Response): Record<string, string | string[]> {
  const headers = requestHeaders(request.headers, {
    clientAddress: request.ip ?? '',
    host: request.get('host'),
    protocol: request.protocol,
    requestId: requestIdOf(response) ?? '',
  });
  return { ...headers, ...injectTraceHeaders() };
}

function countWhenDone(request: Request, response: Response, upstream: string, upstreamVersion: string, metrics: GatewayMetrics): void {
  const startedMs = performance.now();
  response.once('close', () => {
    const code = response.writableFinished ? response.statusCode : 499;
    metrics.routed({ upstream, upstreamVersion, method: request.method, code, seconds: (performance.now() - startedMs) / 1000 });
  });
}
