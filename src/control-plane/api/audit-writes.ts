import type { RequestHandler } from 'express';
import type { Logger } from './logger.ts';
import { contextOf, requestIdOf } from './request-context.ts';

/** Whether a method only reads (RFC 9110, section 9.2.1). */
export function isSafeMethod(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Writes one audit line for each write, done or refused: who, what, to what, with which outcome. A client that hung up does not escape it. */
export function auditWrites(logger: Logger): RequestHandler {
  return (request, response, next) => {
    if (isSafeMethod(request.method)) {
      next();
      return;
    }
    const path = request.originalUrl.split('?')[0];
    response.once('close', () => {
      const { principal, audit } = contextOf(response);
      const fields = {
        audit: true,
        requestId: requestIdOf(response),
        actor: principal?.name ?? 'nobody',
        tokenId: principal?.tokenId,
        role: principal?.role,
        action: audit?.action ?? `${request.method} ${path}`,
        subject: audit?.subject,
        status: response.statusCode,
        done: response.statusCode < 400,
      };
      logger.info(fields, 'audit');
    });
    next();
  };
}
