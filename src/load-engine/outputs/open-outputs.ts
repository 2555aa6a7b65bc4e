import path from 'node:path';
import type { Clock } from '../clock.ts';
import type { LoadLog } from '../load-log.ts';
import type { SecretMask } from '../mask-secrets.ts';
import { recordText } from '../record/record-text.ts';
import { summaryExport } from '../summary/summary-export.ts';
import { CSV_HEADER, csvLines } from './csv-lines.ts';
import { type LiveSamples, liveOutput } from './export/live-output.ts';
import { reportPage } from './html/report-page.ts';
import { metricLine, pointLines } from './json-lines.ts';
import { lazyOutput } from './lazy-output.ts';
import type { LoadOutput, OutputStart } from './load-output.ts';
import { maskOutput } from './mask-output.ts';
import type { OutputSpec } from './output-spec.ts';
import { type ReportInput, reportOutput } from './report-output.ts';
import { type SampleFormat, streamOutput } from './stream-output.ts';

/** What outputs are made with. */
export interface OutputSurroundings {
  /** Relative paths start here. */
  readonly workingFolder: string;
  readonly clock: Clock;
  readonly log: LoadLog;
  /** Who started the run; nobody is told where it is absent. */
  readonly tellSeries?: (atMs: number, samples: LiveSamples) => void;
  /** Hides secrets from every output. */
  readonly mask: SecretMask;
}

/** Makes the outputs that a run asks for; nothing is opened before they are started. */
export function openOutputs(specs: readonly OutputSpec[], surroundings: OutputSurroundings): readonly LoadOutput[] {
  return specs.map((spec) => maskOutput(openOutput(spec, surroundings), surroundings.mask));
}

/** How often samples that wait are written as JSON. */
const SAVE_MS = 1000;

function openOutput(spec: OutputSpec, { workingFolder, clock, log, tellSeries = () => undefined }: OutputSurroundings): LoadOutput {
  const name = outputName(spec);
  const file = 'path' in spec && spec.path !== '-' ? path.resolve(workingFolder, spec.path) : '-';
  switch (spec.kind) {
    case 'json':
      return streamOutput({ name, path: file, saveIntervalMs: SAVE_MS, clock, log, format: jsonFormat });
    case 'csv': {
      const line = csvLines(spec.timeFormat);
      const format = (): SampleFormat => ({ header: CSV_HEADER, declaration: () => '', line });
      return streamOutput({ name, path: file, saveIntervalMs: spec.saveIntervalMs, clock, log, format });
    }
    case 'summary-export':
      return reportOutput(name, file, summaryExportText);
    case 'html':
      return reportOutput(name, file, reportPage);
    case 'record':
      return reportOutput(name, file, ({ end }) => recordText(end.record));
    case 'live':
      return liveOutput({ intervalMs: spec.intervalMs, clock, log, tell: tellSeries });
    case 'experimental-prometheus-rw':
      return lazyOutput(name, async () => (await import('./export/remote-write-output.ts')).remoteWriteOutput(spec, { name, clock, log }));
    case 'opentelemetry':
      return lazyOutput(name, async () => (await import('./export/otlp-output.ts')).otlpOutput(spec, { name, clock, log }));
  }
}

/** What a query holds is nobody's business. */
function outputName(spec: OutputSpec): string {
  if ('path' in spec) return `${spec.kind}=${spec.path}`;
  if (!('url' in spec)) return spec.kind;
  const { origin, pathname } = new URL(spec.url);
  return `${spec.kind}=${origin}${pathname}`;
}

function jsonFormat({ thresholds }: OutputStart): SampleFormat {
  return { header: '', declaration: (metric) => metricLine(metric, thresholds), line: pointLines() };
}

const summaryExportText = ({ result, end }: ReportInput): string =>
  `${JSON.stringify(summaryExport({ metrics: result.metrics, ...end }), undefined, 4)}\n`;
