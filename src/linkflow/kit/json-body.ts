import express, { type RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** Reads JSON bodies up to `limitBytes` (413 beyond, 400 when it is not JSON) and refuses bodies of another media type with 415. */
export function jsonBody({ limitBytes }: { readonly limitBytes: number }): readonly RequestHandler[] {
  return [refuseOtherTypes, express.json({ limit: limitBytes, strict: false })];
}

const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  // is() answers null for no body and false for one of another type; to it a length of 0 is a body.
  if (request.get('content-length') !== '0' && request.is('application/json') === false)
    throw new Problem('unsupported-media-type', 'Send the body as application/json');
  next();
};
