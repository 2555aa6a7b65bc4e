import express, { type RequestHandler } from 'express';
import { HttpProblem } from './problem.ts';

const parse = express.json({ limit: 64 * 1024, strict: true, inflate: false, type: 'application/json' });

/** Parses a JSON body of at most 64 KiB, not compressed; any other body is refused, so that none is silently ignored. */
export function readJson(): RequestHandler {
  return (request, response, next) => {
    const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
    if (hasBody && request.is('application/json') === false) {
      throw new HttpProblem('unsupported-media-type', 'Send Content-Type: application/json.', { headers: { Accept: 'application/json' } });
    }
    parse(request, response, next);
  };
}
