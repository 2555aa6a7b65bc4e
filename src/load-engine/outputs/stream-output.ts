import type { Clock } from '../clock.ts';
import type { MetricDeclaration } from '../virtual-user.ts';
import { openByteTarget } from './byte-target.ts';
import { LineWriter } from './line-writer.ts';
import type { LoadOutput, OutputStart, Sample } from './load-output.ts';

/** What samples are written as. */
export interface SampleFormat {
  /** Before the first sample; '' for nothing. */
  readonly header: string;
  /** Before the first sample of a metric; '' for nothing. */
  readonly declaration: (metric: MetricDeclaration) => string;
  readonly line: (sample: Sample) => string;
}

export interface StreamOutputOptions {
  readonly name: string;
  /** Absolute, or `-`; compressed where it ends with `.gz`. */
  readonly path: string;
  readonly saveIntervalMs: number;
  readonly clock: Clock;
  readonly log: (level: 'warn', message: string) => void;
  readonly format: (start: OutputStart) => SampleFormat;
}

/** An output that writes every sample to a file or a pipe. Where that is too slow or full, samples are dropped, counted and told, and the run goes on. */
export function streamOutput({ name, path, saveIntervalMs, clock, log, format }: StreamOutputOptions): LoadOutput {
  const declared = new Set<string>();
  const onLoss = (why: string): void => log('warn', `output ${name} loses samples, and the run goes on: ${why}`);
  let open: { readonly writer: LineWriter; readonly format: SampleFormat } | undefined;
  return {
    name,
    start: async (start) => {
      const target = await openByteTarget(path);
      const writer = new LineWriter({ target, compressed: path.endsWith('.gz'), clock, saveIntervalMs, onLoss });
      open = { writer, format: format(start) };
      writer.write(open.format.header, 0);
    },
    sample: (sample) => {
      if (open === undefined) return;
      const line = open.format.line(sample);
      const { metric } = sample;
      if (declared.has(metric.name)) open.writer.write(line);
      else if (open.writer.write(open.format.declaration(metric) + line)) declared.add(metric.name);
    },
    finish: async () => (await open?.writer.close()) ?? [],
    abandon: async () => void (await open?.writer.close()),
  };
}
