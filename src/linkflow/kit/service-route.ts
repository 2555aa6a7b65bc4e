import type { RequestHandler } from 'express';

/** The methods LinkFlow's routes use. */
export type RouteMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One route of a service: `path` is the template that faults and metrics name, `handlers` run in order after the service's own. */
export interface ServiceRoute {
  readonly method: RouteMethod;
  readonly path: string;
  readonly handlers: readonly RequestHandler[];
}
