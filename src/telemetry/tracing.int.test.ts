import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import express, { type Express } from 'express';
import { injectTraceHeaders } from './inject-trace-headers.ts';
import { collect } from './testing/collect.ts';
import { type ListeningServer, listen } from './testing/listen.ts';
import { traceMiddleware } from './trace-middleware.ts';
import { createTracedFetch } from './traced-fetch.ts';
import { startTracing, type Tracing } from './tracing.ts';

interface ExportedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: Readonly<Record<string, unknown>>;
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER = '00f067aa0ba902b7';
const SERVER = 2;
const CLIENT = 3;
const ERROR = 2;
const deadline = () => AbortSignal.timeout(10_000);

describe('tracing', () => {
  let receiver: ListeningServer;
  let spans: ReturnType<typeof collect<ExportedSpan>>;
  let receivedHeaders: IncomingHttpHeaders[];
  let servers: ListeningServer[];
  let tracings: Tracing[];

  beforeEach(async () => {
    spans = collect();
    receivedHeaders = [];
    servers = [];
    tracings = [];
    receiver = await listen(otlpReceiver((span) => spans.add(span), receivedHeaders));
  });
  afterEach(async () => {
    await Promise.all(tracings.map((tracing) => tracing.shutdown()));
    await Promise.all([...servers, receiver].map((server) => server.close()));
  });

  const start = (service: string, environment: Record<string, string> = {}) => {
    const exporting = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '10' };
    const tracing = startTracing({ service, version: 'v1', environment: { ...exporting, ...environment } });
    tracings.push(tracing);
    return tracing;
  };
  const serve = async (app: Express) => {
    const server = await listen(app);
    servers.push(server);
    return server.url;
  };
  const startChain = async (environment?: Record<string, string>) => {
    const execution = await serve(lastService(start('execution', environment)));
    const workflow = await serve(passingService(start('workflow', environment), execution));
    return serve(passingService(start('gateway', environment), workflow));
  };

  it('shows a chain of three services as one trace with the right parents', async () => {
    const gateway = await startChain();
    const answer = await fetch(`${gateway}/pass/7`, { headers: { traceparent: `00-${TRACE}-${CALLER}-01` }, signal: deadline() });
    assert.equal(await answer.text(), `00-${TRACE}`);
    const exported = await spans.atLeast(5);
    const find = (service: string, kind: number) => {
      const span = exported.find((one) => one.service === service && one.kind === kind);
      assert.ok(span, `${service} ${kind}`);
      return span;
    };
    const chain = [
      find('gateway', SERVER),
      find('gateway', CLIENT),
      find('workflow', SERVER),
      find('workflow', CLIENT),
      find('execution', SERVER),
    ];
    assert.deepEqual(
      chain.map((span) => [span.traceId, span.parentSpanId]),
      [CALLER, ...chain.slice(0, -1).map((span) => span.spanId)].map((parent) => [TRACE, parent]),
    );
    assert.deepEqual(
      chain.map((span) => span.name),
      ['GET /pass/:id', 'GET', 'GET /pass/:id', 'GET', 'GET /last/:id'],
    );
    assert.equal(find('gateway', SERVER).attributes['http.route'], '/pass/:id');
    assert.equal(find('gateway', SERVER).attributes['service.version'], 'v1');
  });

  it('exports nothing of a trace that its caller does not sample', async () => {
    const gateway = await startChain();
    await (await fetch(`${gateway}/pass/7`, { headers: { traceparent: `00-${TRACE}-${CALLER}-00` }, signal: deadline() })).text();
    await (await fetch(`${gateway}/pass/8`, { signal: deadline() })).text();
    await Promise.all(tracings.map((tracing) => tracing.shutdown()));
    assert.equal(spans.values.length, 5);
    assert.ok(spans.values.every((span) => span.traceId !== TRACE));
  });

  it('lets trace ids flow when nothing is exported', async () => {
    const gateway = await startChain({ OTEL_TRACES_EXPORTER: 'none' });
    const answer = await fetch(`${gateway}/pass/7`, { headers: { traceparent: `00-${TRACE}-${CALLER}-01` }, signal: deadline() });
    assert.equal(await answer.text(), `00-${TRACE}`);
    assert.deepEqual(spans.values, []);
  });

  it('marks a 5xx as an error of the server, a 4xx as one of the client alone', async () => {
    const gateway = await startChain();
    await (await fetch(`${gateway}/fail/503`, { signal: deadline() })).text();
    await (await fetch(`${gateway}/fail/404`, { signal: deadline() })).text();
    const exported = await spans.atLeast(2);
    assert.deepEqual(
      exported.map((span) => [span.attributes['http.response.status_code'], span.status.code ?? 0]),
      [
        [503, ERROR],
        [404, 0],
      ],
    );
  });

  it('marks the span of a request whose client left', async () => {
    const gateway = await startChain();
    const call = request(`${gateway}/hang`).end();
    call.on('error', () => undefined);
    await once(call, 'response');
    call.destroy();
    const [span] = await spans.atLeast(1);
    assert.deepEqual([span?.name, span?.status.code, span?.attributes['http.response.status_code']], ['GET /hang', ERROR, undefined]);
  });

  it('marks the span of a call that failed, passes the failure on, and tells no path', async () => {
    const call = createTracedFetch(start('gateway'));
    await assert.rejects(call('http://127.0.0.1:1/secret?token=x', { method: 'post', signal: deadline() }), TypeError);
    const [span] = await spans.atLeast(1);
    assert.deepEqual([span?.name, span?.kind, span?.status.code], ['POST', CLIENT, ERROR]);
    assert.doesNotMatch(JSON.stringify(span), /secret|token/);
    assert.deepEqual([span?.attributes['server.address'], span?.attributes['server.port']], ['127.0.0.1', 1]);
  });

  it('marks the span of a call that was answered with an error, and knows the default ports', async () => {
    const call = createTracedFetch({ tracer: start('gateway').tracer, fetch: async () => new Response('', { status: 404 }) });
    await call('https://linkflow.example/x', { signal: deadline() });
    await call(new URL('http://linkflow.example/x'), { signal: deadline() });
    const exported = await spans.atLeast(2);
    assert.deepEqual(
      exported.map((span) => [span.attributes['server.port'], span.attributes['http.response.status_code'], span.status.code]),
      [
        [443, 404, ERROR],
        [80, 404, ERROR],
      ],
    );
  });

  it('sends the headers that the collector wants', async () => {
    const { tracer } = start('gateway', {
      OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=shared, authorization=Bearer%20abc',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-tenant=own',
    });
    tracer.startSpan('work').end();
    await spans.atLeast(1);
    assert.deepEqual([receivedHeaders[0]?.authorization, receivedHeaders[0]?.['x-tenant']], ['Bearer abc', 'own']);
  });

  it('adds no trace headers where no span is active, and keeps those given', () => {
    assert.deepEqual(injectTraceHeaders({ accept: 'text/plain' }), { accept: 'text/plain' });
    assert.deepEqual(injectTraceHeaders(), {});
  });

  it('loses spans and nothing else when the collector is down', async () => {
    const { tracer, shutdown } = startTracing({
      service: 'gateway',
      version: 'v1',
      environment: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:1/v1/traces' },
    });
    tracer.startSpan('work').end();
    await shutdown();
  });
});

function passingService(tracing: Tracing, next: string): Express {
  const call = createTracedFetch(tracing);
  const app = tracedApp(tracing);
  app.get('/pass/:id', async (incoming, response) => {
    const path = next.length > 0 && incoming.headers['x-hop'] ? '/last/7' : '/pass/7';
    const answer = await call(next + path, { headers: { 'x-hop': '1' }, signal: AbortSignal.timeout(10_000) });
    response.send(await answer.text());
  });
  return app;
}

function lastService(tracing: Tracing): Express {
  const app = tracedApp(tracing);
  app.get('/last/:id', async (_incoming, response) => {
    await Promise.resolve();
    response.send(injectTraceHeaders()['traceparent']?.slice(0, 35) ?? 'no span is active');
  });
  return app;
}

function tracedApp(tracing: Tracing): Express {
  const app = express();
  app.use(traceMiddleware(tracing));
  app.get('/fail/:code', (incoming, response) => void response.status(Number(incoming.params.code)).send('failed'));
  app.get('/hang', (_incoming, response) => void response.write('first'));
  return app;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpBody {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] };
    readonly scopeSpans: readonly {
      readonly spans: readonly (Omit<ExportedSpan, 'attributes'> & { attributes: readonly OtlpAttribute[] })[];
    }[];
  }[];
}

function otlpReceiver(receive: (span: ExportedSpan) => void, headers: IncomingHttpHeaders[]): Express {
  const app = express();
  app.post('/v1/traces', async (incoming, response) => {
    headers.push(incoming.headers);
    const body = JSON.parse(await text(incoming)) as OtlpBody;
    for (const { resource, scopeSpans } of body.resourceSpans) {
      const own = valuesOf(resource.attributes);
      for (const span of scopeSpans.flatMap((scope) => scope.spans))
        receive({ ...span, service: String(own['service.name']), attributes: { ...own, ...valuesOf(span.attributes) } });
    }
    response.json({});
  });
  return app;
}

function valuesOf(attributes: readonly OtlpAttribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
