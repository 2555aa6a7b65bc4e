import { type RequestHandler, Router } from 'express';

/** A named condition of readiness: resolves when it holds, rejects with the reason when it doesn't. It should heed its signal. */
export interface ReadinessCheck {
  readonly name: string;
  readonly deadlineMs: number;
  readonly check: (signal: AbortSignal) => Promise<unknown>;
}

/** What came of one check. */
export type CheckResult =
  | { readonly name: string; readonly ok: true }
  | { readonly name: string; readonly ok: false; readonly problem: string };

/** Whether a process can take work, and the routes that say so. */
export interface Health {
  /** `GET /healthz`: 200 while the process runs. `GET /readyz`: 200, or 503 with the checks that failed. */
  readonly router: RequestHandler;
  /** From now on `/readyz` answers 503, whatever the checks say: balancers stop sending before the listener closes. */
  beginShutdown(): void;
}

/**
 * Creates the health routes of a process from its readiness checks; all run at once, each up to its own deadline.
 *
 * A check that takes longer has failed. No checks means ready. The problem's text is the check's own error message, so checks must
 * not put secrets there.
 */
export function createHealth({ checks = [] }: { readonly checks?: readonly ReadinessCheck[] } = {}): Health {
  let shuttingDown = false;
  const router = Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'up' }));
  router.get('/readyz', async (_request, response) => {
    if (shuttingDown) return void response.status(503).json({ status: 'shutting-down', checks: [] });
    const results = await Promise.all(checks.map(runCheck));
    const ready = results.every((result) => result.ok);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not-ready', checks: results });
  });
  return {
    router,
    beginShutdown: () => {
      shuttingDown = true;
    },
  };
}

async function runCheck({ name, deadlineMs, check }: ReadinessCheck): Promise<CheckResult> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    await Promise.race([check(signal), rejectedBy(signal, deadlineMs)]);
    return { name, ok: true };
  } catch (error) {
    return { name, ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

// A check that ignores its signal must not hold the answer back.
function rejectedBy(signal: AbortSignal, deadlineMs: number): Promise<never> {
  return new Promise((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${deadlineMs} ms`)), { once: true }),
  );
}
