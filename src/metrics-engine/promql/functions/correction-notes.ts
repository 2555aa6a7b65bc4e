import type { Annotations } from '../evaluate/evaluation.ts';
import { generalNotation } from '../general-notation.ts';
import type { Span } from '../syntax/expression.ts';
import type { Correction } from './classic-histogram.ts';

/** Gathers what was corrected in the counts of histograms, so that a query is told of it once a metric and not once an instant. */
export interface CorrectionNotes {
  /** Notes a correction at an instant. `metric` ends the sentence: "" or ` for metric name "x"`. */
  add(metric: string, atMs: number, correction: Correction): void;
  /** Writes one info a metric for the expression at a span. */
  write(annotations: Annotations, span: Span): void;
}

interface Note extends Correction {
  readonly samples: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** An empty gathering of corrections. */
export function correctionNotes(): CorrectionNotes {
  const notes = new Map<string, Note>();
  return {
    add: (metric, atMs, correction) => void notes.set(metric, joined(notes.get(metric), atMs, correction)),
    write: (annotations, span) => {
      for (const [metric, note] of notes) annotations.info(messageOf(metric, note), span);
    },
  };
}

function joined(known: Note | undefined, atMs: number, correction: Correction): Note {
  if (known === undefined) return { ...correction, samples: 1, firstMs: atMs, lastMs: atMs };
  return {
    lowestBound: Math.min(known.lowestBound, correction.lowestBound),
    highestBound: Math.max(known.highestBound, correction.highestBound),
    largestLift: Math.max(known.largestLift, correction.largestLift),
    samples: known.samples + 1,
    firstMs: Math.min(known.firstMs, atMs),
    lastMs: Math.max(known.lastMs, atMs),
  };
}

const EXPLANATION = 'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile';

/** The words are Prometheus', so that dashboards and rules that look for them find them. */
function messageOf(metric: string, note: Note): string {
  const bounds = `from buckets ${generalNotation(note.lowestBound)} to ${generalNotation(note.highestBound)}`;
  const lift = `with a max diff of ${generalNotation(note.largestLift, 2)}`;
  const time = `over ${note.samples} samples from ${secondOf(note.firstMs)} to ${secondOf(note.lastMs)}`;
  return `input to histogram_quantile needed to be fixed for monotonicity (see ${EXPLANATION})${metric}, ${bounds}, ${lift}, ${time}`;
}

function secondOf(atMs: number): string {
  return new Date(Math.trunc(atMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');
}
