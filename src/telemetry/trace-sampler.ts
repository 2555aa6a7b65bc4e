import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-node';

/** Thrown when a tracing variable has a value that nobody can act on; the message names the variable and what it may be. */
export class TracingConfigError extends Error {
  constructor(variable: string, value: string, allowed: string) {
    super(`${variable} is "${value}"; it must be ${allowed}`);
    this.name = 'TracingConfigError';
  }
}

const ALLOWED = 'one of always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off, parentbased_traceidratio';

/**
 * The sampler that `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG` ask for; without them, every trace that its caller samples
 * and every new one.
 *
 * Throws TracingConfigError for an unknown sampler and for a ratio outside 0..1: a misspelt sampler must not silently sample all.
 * Names and meanings: OpenTelemetry specification, "General SDK Configuration".
 */
export function traceSampler(environment: Readonly<Record<string, string | undefined>>): Sampler {
  const name = environment['OTEL_TRACES_SAMPLER'] || 'parentbased_always_on';
  const root = rootSampler(name.replace(/^parentbased_/, ''), environment);
  if (root === undefined) throw new TracingConfigError('OTEL_TRACES_SAMPLER', name, ALLOWED);
  return name.startsWith('parentbased_') ? new ParentBasedSampler({ root }) : root;
}

function rootSampler(name: string, environment: Readonly<Record<string, string | undefined>>): Sampler | undefined {
  if (name === 'always_on') return new AlwaysOnSampler();
  if (name === 'always_off') return new AlwaysOffSampler();
  if (name === 'traceidratio') return new TraceIdRatioBasedSampler(ratio(environment['OTEL_TRACES_SAMPLER_ARG'] || '1'));
  return undefined;
}

function ratio(text: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new TracingConfigError('OTEL_TRACES_SAMPLER_ARG', text, 'a ratio from 0 to 1');
}
