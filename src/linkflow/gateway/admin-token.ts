import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { bearerToken, unauthenticated } from '../kit/tokens/authenticate.ts';

/** Lets only requests pass that bear the admin token; the comparison takes the same time wherever a guess differs. */
export function requireAdminToken(adminToken: string): RequestHandler {
  const expected = digest(adminToken);
  return (request, _response, next) => {
    const token = bearerToken(request.get('authorization'));
    if (token === undefined || !timingSafeEqual(digest(token), expected)) throw unauthenticated(token);
    next();
  };
}

// Digests are of one length, which timingSafeEqual() needs, and hide the token's own.
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
