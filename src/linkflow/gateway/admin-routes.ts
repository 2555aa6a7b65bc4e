import type { Request, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { z } from 'zod';
import { parseInput } from '../kit/parse-input.ts';
import { Problem } from '../kit/problem.ts';
import { type ServiceName, serviceNames } from './route-table.ts';
import { type RoutingChange, type RoutingRefusal, registerVersion, setWeights, unregisterVersion } from './routing-table.ts';
import type { TrafficSplit } from './traffic-split.ts';
import type { UpstreamPools } from './upstream-pools.ts';

const versionName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be 1 to 64 letters, digits, ".", "_" or "-"');
const weightsBody = z.strictObject({ weights: z.record(versionName, z.int().min(0).max(100)), reason: z.string().trim().min(1).max(500) });
const versionBody = z.strictObject({ url: z.url({ protocol: /^https?$/ }) });

/** What the admin handlers work on. */
export interface AdminRoutesOptions {
  readonly split: TrafficSplit;
  readonly pools: Pick<UpstreamPools, 'keepOnly'>;
  readonly logger: Pick<Logger, 'info'>;
}

/** The handlers of /admin/v1/services: show the routing, set the weights, register and unregister versions. */
export interface AdminRoutes {
  readonly show: RequestHandler;
  readonly putWeights: RequestHandler;
  readonly putVersion: RequestHandler;
  readonly deleteVersion: RequestHandler;
}

/** Creates the handlers. Every change is logged with what it was and why; repeating one moves no traffic. Weights with `If-Match` are set at that revision only. */
export function adminRoutes({ split, pools, logger }: AdminRoutesOptions): AdminRoutes {
  return {
    show: (request, response) => void response.json(split.view(serviceOf(request))),
    putWeights: async (request, response) => {
      const service = serviceOf(request);
      const { weights, reason } = parseInput(weightsBody, request.body, 'body');
      const expected = expectedRevision(request.get('if-match'));
      accept(await split.change(service, (routing) => setWeights(routing, weights, expected)));
      logger.info({ upstream: service, weights, reason }, 'weights set');
      response.json(split.view(service));
    },
    putVersion: async (request, response) => {
      const service = serviceOf(request);
      const version = parseInput(versionName, request.params['version'], 'version in the path');
      const url = new URL(parseInput(versionBody, request.body, 'body').url).origin;
      const isNew = !split.view(service).versions.some((entry) => entry.version === version);
      accept(await split.change(service, (routing) => ({ ok: true, routing: registerVersion(routing, { version, url }) })));
      await pools.keepOnly(split.origins());
      logger.info({ upstream: service, upstreamVersion: version, url }, 'version registered');
      response.status(isNew ? 201 : 200).json(split.view(service));
    },
    deleteVersion: async (request, response) => {
      const service = serviceOf(request);
      const version = parseInput(versionName, request.params['version'], 'version in the path');
      accept(await split.change(service, (routing) => unregisterVersion(routing, version)), 'not-found');
      await pools.keepOnly(split.origins());
      logger.info({ upstream: service, upstreamVersion: version }, 'version unregistered');
      response.status(204).end();
    },
  };
}

function serviceOf(request: Request): ServiceName {
  const name = serviceNames.find((known) => known === request.params['service']);
  if (name === undefined) throw new Problem('not-found', `The gateway routes ${serviceNames.join(', ')}`);
  return name;
}

function expectedRevision(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const revision = /^"(\d{1,15})"$/.exec(header)?.[1];
  if (revision === undefined) throw new Problem('invalid-input', 'If-Match must be the revision of the routing in quotes, such as "7"');
  return Number(revision);
}

function accept(change: RoutingChange, unknownVersion: 'unknown-version' | 'not-found' = 'unknown-version'): void {
  if (!change.ok) throw problemOf(change.refusal, unknownVersion);
}

function problemOf({ kind, detail }: RoutingRefusal, unknownVersion: 'unknown-version' | 'not-found'): Problem {
  switch (kind) {
    case 'stale':
      return new Problem('precondition-failed', detail);
    case 'bad-weights':
      return new Problem('invalid-input', detail);
    case 'unknown-version':
      return new Problem(unknownVersion, detail);
    case 'carries-weight':
      return new Problem('conflict', detail);
  }
}
