import { z } from 'zod';
import { SourceError } from '../../control/ports/source-error.ts';
import type { RouterView, TrafficRouter } from '../../control/ports/traffic-router.ts';
import { type AdminClientConfig, askAdmin } from './admin-client.ts';

const serviceShape = z.object({
  revision: z.int().min(0),
  versions: z.array(z.object({ version: z.string(), url: z.url() })),
  weights: z.record(z.string(), z.number().min(0).max(100)),
  exposed: z.record(z.string(), z.int().min(0)),
});

/** The longest reason that the gateway records, in characters. */
const longestReason = 500;

/**
 * Moves traffic with LinkFlow's gateway, over its admin API.
 *
 * Throws SourceError `router-unreachable` or `router-changed` (both retryable), `router-refused`, or `router-unreadable` for an answer that makes no sense, e.g.
 * weights that don't sum to 100. A service without versions has no weights.
 */
export function gatewayRouter(config: AdminClientConfig): TrafficRouter {
  return {
    async read(service, signal) {
      return viewOf(service, await askAdmin(config, { method: 'GET', path: pathOf(service) }, signal));
    },
    async setWeights(service, weights, { reason, expectedRevision }, signal) {
      const body = { weights, reason: reason.slice(0, longestReason) };
      const exchange = { method: 'PUT', path: `${pathOf(service)}/weights`, body, ifRevision: expectedRevision } as const;
      const view = viewOf(service, await askAdmin(config, exchange, signal));
      const differs = Object.keys(view.weights).some((version) => view.weights[version] !== (weights[version] ?? 0));
      if (differs) throw unreadable(service, `it answered weights ${JSON.stringify(view.weights)} when told ${JSON.stringify(weights)}`);
    },
  };
}

function pathOf(service: string): string {
  return `/admin/v1/services/${encodeURIComponent(service)}`;
}

function viewOf(service: string, answer: unknown): RouterView {
  const parsed = serviceShape.safeParse(answer);
  if (!parsed.success) throw unreadable(service, z.prettifyError(parsed.error));
  const { revision, versions, weights, exposed } = parsed.data;
  const sum = Object.values(weights).reduce((so, weight) => so + weight, 0);
  // Whole percents are exact; the tolerance is for a gateway that splits a percent.
  if (versions.length > 0 && Math.abs(sum - 100) > 1e-6) throw unreadable(service, `its weights sum to ${sum}, not to 100`);
  return { revision, weights, urls: Object.fromEntries(versions.map(({ version, url }) => [version, url])), exposed };
}

function unreadable(service: string, why: string): SourceError {
  return new SourceError('router-unreadable', `What the gateway says about ${service} cannot be relied on: ${why}.`, { retryable: false });
}
