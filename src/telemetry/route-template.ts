import type { Request } from 'express';

/** The label of a request that no route took: one value for all of them, whatever paths a scanner tries. */
export const UNMATCHED_ROUTE = 'unmatched';

const STATE = Symbol('route template');

interface RouteState {
  /** Templates of the mount points that this request has passed, by their raw path: `/users/7` → `/users/:id`. */
  readonly mounts: Map<string, string>;
  template: string | undefined;
}

type Followed = Request & { [STATE]?: RouteState };

/**
 * Notes the template of each route that Express matches for this request, from now on; asking twice is harmless.
 *
 * It listens to the router's own assignments of `route` and `baseUrl`, because afterwards is too late: once an error has left a
 * mounted router, `baseUrl` is back at the outer one and half of the template is gone.
 */
export function followRoute(request: Request): void {
  const followed: Followed = request;
  if (followed[STATE]) return;
  const state: RouteState = { mounts: new Map([['', '']]), template: undefined };
  followed[STATE] = state;
  // On its way out of the outermost router Express puts back what was there before it: undefined, whatever the types say.
  onAssign(request, 'baseUrl', () => noteMount(state, request.baseUrl ?? '', request.params));
  onAssign(request, 'route', () => {
    const route = request.route as { readonly path: unknown } | undefined;
    if (route) state.template = (state.mounts.get(request.baseUrl) ?? request.baseUrl) + pathOf(route.path);
  });
}

/** The template of the route that took the request, mount points included, or `unmatched`; also where followRoute() was never called. */
export function routeTemplate(request: Request): string {
  return (request as Followed)[STATE]?.template ?? UNMATCHED_ROUTE;
}

/** Names the route of a request that no Express route takes, as in a proxy; the name must come from a closed list. */
export function nameRoute(request: Request, template: string): void {
  followRoute(request);
  const state = (request as Followed)[STATE];
  if (state) state.template = template;
}

function onAssign(request: Request, name: 'baseUrl' | 'route', noticed: () => void): void {
  let current: unknown = request[name];
  Object.defineProperty(request, name, {
    configurable: true,
    enumerable: true,
    get: () => current,
    set: (value: unknown) => {
      current = value;
      noticed();
    },
  });
}

function noteMount(state: RouteState, base: string, params: Readonly<Record<string, unknown>>): void {
  if (state.mounts.has(base)) return;
  const parent = [...state.mounts.keys()].filter((known) => base.startsWith(known)).reduce((a, b) => (b.length > a.length ? b : a), '');
  const own = base.slice(parent.length).split('/');
  state.mounts.set(base, (state.mounts.get(parent) ?? '') + own.map((segment) => asParameter(segment, params)).join('/'));
}

function asParameter(segment: string, params: Readonly<Record<string, unknown>>): string {
  const found = Object.entries(params).find(
    ([, value]) => typeof value === 'string' && (value === segment || encodeURIComponent(value) === segment),
  );
  return found ? `:${found[0]}` : segment;
}

function pathOf(path: unknown): string {
  const text = Array.isArray(path) ? path.join('|') : String(path);
  return text === '/' ? '' : text;
}
