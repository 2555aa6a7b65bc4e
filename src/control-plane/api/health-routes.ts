import { Router } from 'express';
import type { Clock } from '../control/ports/clock.ts';
import { methodNotAllowed } from './method-not-allowed.ts';
import { HttpProblem } from './problem.ts';

const deadlineMs = 2000;

/** Rejects when the work is not done by the deadline. */
async function within(work: Promise<unknown>, clock: Clock): Promise<void> {
  const cancel = new AbortController();
  const late = clock.sleep(deadlineMs, cancel.signal).then(() => {
    if (!cancel.signal.aborted) throw new Error(`no answer in ${deadlineMs} ms`);
  });
  await Promise.race([work, late]).finally(() => cancel.abort());
}

/** `/healthz`: the process lives. `/readyz`: it can also serve, as far as `ready` tells; 503 otherwise. Neither needs a token or says why it fails. */
export function healthRoutes({
  version,
  ready,
  clock,
}: {
  readonly version: string;
  readonly ready: () => Promise<unknown>;
  readonly clock: Clock;
}): Router {
  const router = Router();
  router
    .route('/healthz')
    .get((_request, response) => {
      response.json({ status: 'ok', version });
    })
    .all(methodNotAllowed('GET'));
  router
    .route('/readyz')
    .get(async (_request, response) => {
      await within(ready(), clock).catch(() => {
        throw new HttpProblem('unavailable', 'The ledger is out of reach.');
      });
      response.json({ status: 'ready', version });
    })
    .all(methodNotAllowed('GET'));
  return router;
}
