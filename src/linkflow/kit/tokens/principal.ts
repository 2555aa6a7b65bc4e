import type { Response } from 'express';

/** Who a valid access token speaks for. */
export interface Principal {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAtMs: number;
}

/** Notes who sent this request. */
export function setPrincipal(response: Response, principal: Principal, token: string): void {
  response.locals['principal'] = principal;
  response.locals['accessToken'] = token;
}

/** Who sent this request; throws where no authenticate() stands before the handler, which is a bug. */
export function principalOf(response: Response): Principal {
  const principal: unknown = response.locals['principal'];
  if (principal === undefined) throw new Error('principalOf() was asked on a route without authenticate()');
  return principal as Principal;
}

/** The access token of this request, to call another service in the sender's name; throws like principalOf(). */
export function accessTokenOf(response: Response): string {
  const token: unknown = response.locals['accessToken'];
  if (typeof token !== 'string') throw new Error('accessTokenOf() was asked on a route without authenticate()');
  return token;
}
