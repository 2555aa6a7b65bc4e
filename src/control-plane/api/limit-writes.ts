import type { RequestHandler } from 'express';
import type { Clock } from '../control/ports/clock.ts';
import { isSafeMethod } from './audit-writes.ts';
import { HttpProblem } from './problem.ts';
import { principalOf } from './request-context.ts';
import { tokenBuckets } from './token-bucket.ts';

/** Limits the writes of each token: 60 at once, one more a second. People never meet it; a script gone wild does. */
export function limitWrites(clock: Clock): RequestHandler {
  const admit = tokenBuckets({ capacity: 60, perSecond: 1 });
  return (request, response, next) => {
    const admission = isSafeMethod(request.method) ? { ok: true as const } : admit(principalOf(response).tokenId, clock.now());
    if (!admission.ok) {
      const seconds = String(admission.retryAfterSeconds);
      throw new HttpProblem('too-many-requests', `This token writes too often. Try again in ${seconds} s.`, {
        headers: { 'Retry-After': seconds },
      });
    }
    next();
  };
}
