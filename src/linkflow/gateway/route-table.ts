/** The services behind the gateway, by the name they have in metrics, traces and the admin API. */
export const serviceNames = ['auth-service', 'workflow-service', 'execution-service'] as const;

/** The name of a service behind the gateway. */
export type ServiceName = (typeof serviceNames)[number];

/** Which limit a request counts against: `credentials` guards passwords and refresh tokens against guessing, per address. */
export type LimitClass = 'general' | 'credentials';

/** What the gateway does with a request: where it goes, whether it needs an access token first, which limit holds, and its label in metrics. `strictVersions`: see chooseVersion(). */
export interface GatewayRoute {
  readonly service: ServiceName;
  readonly needsToken: boolean;
  readonly limit: LimitClass;
  readonly route: string;
  readonly strictVersions: boolean;
}

const openAuthRoutes = ['/api/v1/auth/register', '/api/v1/auth/login', '/api/v1/auth/refresh'];

const prefixes: readonly { readonly prefix: string; readonly service: ServiceName }[] = [
  { prefix: '/api/v1/auth', service: 'auth-service' },
  { prefix: '/api/v1/workflows', service: 'workflow-service' },
  { prefix: '/api/v1/executions', service: 'execution-service' },
];

/** The route of a request by method and path (without query), or undefined when the gateway has none. Only POSTs to register, login and refresh need no token. */
export function findRoute(method: string, path: string): GatewayRoute | undefined {
  const found = prefixes.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  if (found === undefined) return undefined;
  const open = method === 'POST' && openAuthRoutes.includes(path);
  return {
    service: found.service,
    needsToken: !open,
    limit: open ? 'credentials' : 'general',
    route: path === found.prefix ? found.prefix : `${found.prefix}/*`,
    strictVersions: found.service === 'workflow-service',
  };
}
