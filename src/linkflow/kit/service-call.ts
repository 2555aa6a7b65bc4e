import CircuitBreaker from 'opossum';
import { Gauge } from 'prom-client';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { TracedFetch } from '../../telemetry/traced-fetch.ts';
import { Problem } from './problem.ts';

/** One GET of another service, in the name of the user whose token it carries. */
export interface ServiceCall {
  readonly path: string;
  readonly token: string;
  readonly requestId: string | undefined;
}

/** What another service answered; `body` is undefined when it was not JSON. */
export interface ServiceAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Calls another service. */
export interface ServiceClient {
  /** Throws `upstream-timeout`, `upstream-refused`, or `unavailable` while the circuit is open. A 5xx is an answer, and counts against the circuit. */
  get(call: ServiceCall): Promise<ServiceAnswer>;
  close(): void;
}

/** What serviceClient() needs; `baseUrl` is asked at each call, because a port may not be known before. */
export interface ServiceClientOptions {
  readonly service: string;
  readonly baseUrl: () => string;
  readonly fetch: TracedFetch;
  readonly metrics: Pick<Metrics, 'registry'>;
  readonly deadlineMs?: number;
  /** How long an open circuit stays so before one call tries again; default 5 s. */
  readonly resetMs?: number;
}

const STANDARD_DEADLINE_MS = 2000;
const STANDARD_RESET_MS = 5000;
// Half of at least ten calls within ten seconds: a single failure opens nothing.
const OPENS_AT = { errorThresholdPercentage: 50, volumeThreshold: 10, rollingCountTimeout: 10_000 };

/** A client with a deadline for each call and a circuit breaker around them; `linkflow_circuit_open{target}` is 1 while it is open. */
export function serviceClient(options: ServiceClientOptions): ServiceClient {
  const { service, metrics, resetMs = STANDARD_RESET_MS } = options;
  const breaker = new CircuitBreaker((call: ServiceCall) => answerOrFail(options, call), {
    ...OPENS_AT,
    timeout: false,
    resetTimeout: resetMs,
  });
  const open = new Gauge({
    name: 'linkflow_circuit_open',
    help: '1 while calls to a service are refused.',
    labelNames: ['target'],
    registers: [metrics.registry],
  });
  open.set({ target: service }, 0);
  breaker.on('open', () => open.set({ target: service }, 1));
  breaker.on('close', () => open.set({ target: service }, 0));
  return {
    get: (call) => breaker.fire(call).catch((error: unknown) => answerOrProblem(error, service)),
    close: () => breaker.shutdown(),
  };
}

class ServerFailure extends Error {
  readonly answer: ServiceAnswer;
  constructor(answer: ServiceAnswer) {
    super(`answered ${answer.status}`);
    this.answer = answer;
  }
}

async function answerOrFail(options: ServiceClientOptions, { path, token, requestId }: ServiceCall): Promise<ServiceAnswer> {
  const response = await options.fetch(new URL(path, options.baseUrl()), {
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(options.deadlineMs ?? STANDARD_DEADLINE_MS),
  });
  const answer = { status: response.status, body: await response.json().catch(notJson) };
  if (answer.status >= 500) throw new ServerFailure(answer);
  return answer;
}

function answerOrProblem(error: unknown, service: string): ServiceAnswer {
  if (error instanceof ServerFailure) return error.answer;
  if (error instanceof Error && CircuitBreaker.isOurError(error)) {
    throw new Problem('unavailable', `${service} keeps failing and is left alone for a moment`, {
      cause: error,
      headers: { 'Retry-After': '5' },
    });
  }
  if (error instanceof Error && error.name === 'TimeoutError')
    throw new Problem('upstream-timeout', `${service} did not answer in time`, { cause: error });
  throw new Problem('upstream-refused', `${service} could not be reached`, { cause: error });
}

function notJson(error: unknown): undefined {
  if (error instanceof SyntaxError) return undefined;
  throw error;
}
