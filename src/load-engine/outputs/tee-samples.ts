import type { MetricRegistry } from '../metrics/metric-registry.ts';
import type { SampleSink } from '../virtual-user.ts';
import type { LoadOutput, Sample } from './load-output.ts';

/** Who is told of a sample. */
export type SampleListener = (sample: Sample) => void;

/** The listeners of those outputs that want samples. */
export function sampleListeners(outputs: readonly LoadOutput[]): readonly SampleListener[] {
  return outputs.flatMap((output) => (output.sample === undefined ? [] : [(sample: Sample) => output.sample?.(sample)]));
}

/**
 * A sink that counts in the registry and tells the listeners; without listeners it is the registry itself, so that a run without outputs
 * pays nothing.
 *
 * A sample that the registry can't count, not finite or of no declared metric, is not told. In a worker thread the one listener is a
 * batch that is posted: batchSamples.
 */
export function teeSamples(registry: MetricRegistry, listeners: readonly SampleListener[]): SampleSink {
  if (listeners.length === 0) return registry;
  return {
    add: (name, value, tags, atMs, metadata) => {
      registry.add(name, value, tags, atMs);
      const metric = registry.metric(name)?.declaration;
      if (metric === undefined || !Number.isFinite(value)) return;
      const sample = { metric, value, tags, atMs, metadata };
      for (const listener of listeners) listener(sample);
    },
    declare: (metric) => registry.declare(metric),
    check: (name, group, passed) => registry.check(name, group, passed),
  };
}
