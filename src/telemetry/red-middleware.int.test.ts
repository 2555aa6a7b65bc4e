import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import express, { type NextFunction, type Request, type Response, Router } from 'express';
import { createMetrics, type ObservedRequest } from './metrics.ts';
import { metricsEndpoint } from './metrics-endpoint.ts';
import { redMiddleware } from './red-middleware.ts';
import { nameRoute, routeTemplate } from './route-template.ts';
import { collect } from './testing/collect.ts';
import { type ListeningServer, listen } from './testing/listen.ts';

describe('RED middleware', () => {
  let served: ListeningServer;
  let observed: ReturnType<typeof collect<ObservedRequest>>;
  let nowMs: number;
  beforeEach(async () => {
    nowMs = 1000;
    observed = collect();
    served = await listen(appFor(observed, () => nowMs));
  });
  afterEach(() => served.close());

  const answered = async (path: string, init?: RequestInit) => {
    const response = await fetch(served.url + path, { signal: AbortSignal.timeout(10_000), ...init });
    await response.text();
    return (await observed.atLeast(1))[0];
  };

  for (const [what, path, route, code] of [
    ['a route of the app', '/plain?secret=1', '/plain', 200],
    ['a route with a parameter in a mounted router', '/api/v1/workflows/123', '/api/v1/workflows/:id', 200],
    ['the root of a mounted router', '/api/v1/workflows', '/api/v1/workflows', 200],
    ['an error that left its router', '/api/v1/workflows/123/broken', '/api/v1/workflows/:id/broken', 500],
    ['a rejected handler', '/api/v1/workflows/123/rejected', '/api/v1/workflows/:id/rejected', 500],
    ['a mount point with a parameter', '/users/a%20b/workflows/9', '/users/:user/workflows/:id', 200],
    ['a path that is a pattern', '/files/a/b.txt', '/^\\/files\\/(.*)$/', 200],
    ['one of several paths', '/old', '/old|/older', 200],
    ['a path that no route takes', '/wp-admin.php', 'unmatched', 404],
    ['a method that the path has not', '/delete-me', 'unmatched', 404],
    ['a proxied path that was named', '/proxied/x/y/z', '/proxied/*', 200],
  ] as const)
    it(`counts ${what} as ${route} ${code}`, async () => {
      assert.deepEqual(await answered(path), { route, method: 'GET', code, seconds: 0 });
    });

  it('measures from the request to the end of its answer', async () => {
    const response = fetch(`${served.url}/slow`, { signal: AbortSignal.timeout(10_000) });
    await (await response).text();
    assert.deepEqual(await observed.atLeast(1), [{ route: '/slow', method: 'GET', code: 202, seconds: 0.25 }]);
  });

  it('counts a request whose client left with 499, once', async () => {
    const call = request(`${served.url}/hanging`).end();
    call.on('error', () => undefined);
    await once(call, 'response');
    call.destroy();
    assert.deepEqual(await observed.atLeast(1), [{ route: '/hanging', method: 'GET', code: 499, seconds: 0 }]);
    await answered('/plain');
    assert.equal((await observed.atLeast(2)).length, 2);
  });

  it('says unmatched for a request that was never followed', () => {
    assert.equal(routeTemplate({} as Request), 'unmatched');
  });

  function appFor(into: typeof observed, monotonicMs: () => number): express.Express {
    const app = express();
    app.use(redMiddleware({ metrics: { observeRequest: (seen) => into.add(seen) }, monotonicMs }));
    app.get('/plain', (_request, response) => void response.send('ok'));
    app.get(/^\/files\/(.*)$/, (_request, response) => void response.send('ok'));
    app.get(['/old', '/older'], (_request, response) => void response.send('ok'));
    app.delete('/delete-me', (_request, response) => void response.send('ok'));
    app.get('/slow', (_request, response) => {
      nowMs += 250;
      response.status(202).send('ok');
    });
    app.get('/hanging', (_request, response) => void response.write('first'));
    app.use('/api/v1/workflows', workflowRoutes());
    app.use('/users/:user/workflows', workflowRoutes());
    app.use('/proxied', (incoming, response) => {
      nameRoute(incoming, '/proxied/*');
      response.send('ok');
    });
    app.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => void response.status(500).send('broken'));
    return app;
  }
});

function workflowRoutes(): Router {
  const router = Router();
  router.get('/', (_request, response) => void response.send('all'));
  router.get('/:id', (_request, response) => void response.send('one'));
  router.get('/:id/broken', () => {
    throw new Error('broken');
  });
  router.get('/:id/rejected', async () => Promise.reject(new Error('rejected')));
  return router;
}

describe('metrics endpoint', () => {
  it('answers in the text format, also to a scraper that would take OpenMetrics', async () => {
    const metrics = createMetrics({ service: 'workflow-service', version: 'v1' });
    metrics.observeRequest({ route: '/', method: 'GET', code: 200, seconds: 0.1 });
    const app = express();
    app.get('/metrics', metricsEndpoint(metrics));
    const served = await listen(app);
    for (const accept of ['*/*', 'application/openmetrics-text; version=1.0.0']) {
      const response = await fetch(`${served.url}/metrics`, { headers: { accept }, signal: AbortSignal.timeout(10_000) });
      assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
      assert.match(await response.text(), /^http_requests_total\{.*\} 1$/m);
    }
    await served.close();
  });
});
