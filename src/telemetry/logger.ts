import { isSpanContextValid, trace } from '@opentelemetry/api';
import { type Bindings, type ChildLoggerOptions, type DestinationStream, type LevelWithSilent, type Logger, pino } from 'pino';

/** What createLogger() needs; `destination` defaults to standard output. */
export interface LoggerOptions {
  readonly service: string;
  readonly version: string;
  readonly level: LevelWithSilent;
  readonly destination?: DestinationStream;
}

/** Keys whose values never reach a log, in any spelling of upper and lower case, wherever they stand in the logged object. */
const SECRET_KEY = /^(proxy-)?authorization$|cookie|password|passphrase|token|secret|api[-_]?key|^private[-_]?key$/i;

const REDACTED = '[redacted]';
/** Deeper than anything worth logging; also what ends a cycle. */
const MAX_DEPTH = 8;

/**
 * Creates a logger that writes one JSON object a line, with service, version and, inside a span, `trace_id` and `span_id`.
 *
 * Values under keys that name secrets (authorization, cookie, password, token, secret, API key) become `[redacted]` at any depth,
 * also in child bindings. Messages are written as they are: don't build them from secrets.
 */
export function createLogger({ service, version, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service, version },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: Record<string, unknown>) => withoutSecrets(fields),
    },
    mixin: activeTrace,
    // Errors are turned into fields above, where their secrets are redacted; pino's own serializer would do it again.
    serializers: { err: (value: unknown) => value },
  };
  return redactingChildren(destination === undefined ? pino(options) : pino(options, destination));
}

type PlainChild = (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger;

// pino writes a child's bindings before any formatter sees them. Children inherit `child`, so theirs are covered too.
function redactingChildren(logger: Logger): Logger {
  const plain: unknown = Reflect.get(logger, 'child');
  return Object.assign(logger, {
    child(this: Logger, bindings: Bindings, options?: ChildLoggerOptions) {
      return (plain as PlainChild).call(this, withoutSecrets(bindings), options);
    },
  });
}

function activeTrace(): Record<string, string> {
  const span = trace.getActiveSpan()?.spanContext();
  return span !== undefined && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {};
}

function withoutSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  return copyOf(fields, 0);
}

function copyOf(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      SECRET_KEY.test(key) && value !== undefined ? REDACTED : redacted(value, depth + 1),
    ]),
  );
}

function redacted(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '[too deep]';
  if (value instanceof Error) return errorFields(value, depth);
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  if ('toJSON' in value && typeof value.toJSON === 'function') return redacted(value.toJSON(), depth + 1);
  return copyOf(value, depth);
}

function errorFields(error: Error, depth: number): Record<string, unknown> {
  const { name, message, stack, cause } = error;
  const inner = error instanceof AggregateError ? { errors: redacted(error.errors, depth + 1) } : {};
  return {
    type: name,
    message,
    stack,
    ...(cause === undefined ? {} : { cause: redacted(cause, depth + 1) }),
    ...inner,
    ...copyOf(error, depth),
  };
}
