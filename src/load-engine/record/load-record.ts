import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { TallySnapshot } from '../executors/iteration-tally.ts';
import type { LoadResult } from '../load-result.ts';
import type { ExemplarSnapshot } from '../metrics/exemplar-recorder.ts';
import type { RegistrySnapshot, SketchSnapshot } from '../metrics/registry-snapshot.ts';
import type { ExecutionSegment } from '../options/execution-segment.ts';
import type { TimelineSnapshot } from '../timeline/timeline-snapshot.ts';
import type { LoadScript } from '../virtual-user.ts';

/** The format that this engine writes, and the only one that it reads. */
export const LOAD_RECORD_FORMAT = 'sluice-load-record/1';

/**
 * One run with everything its result was computed from, so that it can be merged with others, compared and judged again without loss.
 *
 * Plain values throughout: JSON and structured clones carry it whole. What it says is what one process measured; secrets are the
 * writer's business to mask.
 */
export interface LoadRecord {
  readonly format: typeof LOAD_RECORD_FORMAT;
  /** `name` is the file's name, `sha256` the same for the same texts of all files that the script imports. */
  readonly script: { readonly name: string; readonly sha256: string };
  /** As `exec.test.options` shows them, without the part of the test that the process ran and without keys of certificates. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The part of the test that this process ran: '0:1' is the whole. */
  readonly segment: ExecutionSegment;
  readonly labels: Readonly<Record<string, string>>;
  /** When the scenarios started, in milliseconds since 1970, and how long they ran. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly outcome: LoadResult['outcome'];
  readonly abortReason?: string | undefined;
  readonly endedBy?: LoadResult['endedBy'];
  readonly withoutSamples: 'fails' | 'passes';
  readonly snapshot: RegistrySnapshot;
  readonly tally: TallySnapshot;
  /** Lags of starts behind their schedule, in milliseconds. */
  readonly lag: SketchSnapshot;
  readonly thresholds: LoadResult['thresholds'];
  readonly timeline: TimelineSnapshot;
  readonly generator?: LoadResult['generator'];
  /** Of a traced run. */
  readonly exemplars?: ExemplarSnapshot | undefined;
}

/** What a record is made from, beside the result. */
export interface LoadRecordInput {
  readonly script: Pick<LoadScript, 'path' | 'sources'>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly segment: ExecutionSegment;
  readonly labels: Readonly<Record<string, string>>;
  readonly startedAtMs: number;
  readonly withoutSamples: 'fails' | 'passes';
  readonly snapshot: RegistrySnapshot;
  readonly tally: TallySnapshot;
  readonly lag: SketchSnapshot;
  readonly timeline: TimelineSnapshot;
  readonly exemplars?: ExemplarSnapshot | undefined;
  readonly result: Pick<LoadResult, 'outcome' | 'abortReason' | 'endedBy' | 'durationMs' | 'thresholds' | 'generator'>;
}

/** Options that say which part of a test a process runs, and those that hold keys: none of them tells one test from another. */
const NOT_OF_THE_TEST = new Set(['executionSegment', 'executionSegmentSequence', 'tlsAuth']);

/** Puts the record of a finished run together. */
export function loadRecord({ script, options, result, ...rest }: LoadRecordInput): LoadRecord {
  const kept = Object.fromEntries(Object.entries(options).filter(([name]) => !NOT_OF_THE_TEST.has(name)));
  return {
    format: LOAD_RECORD_FORMAT,
    script: { name: basename(script.path), sha256: scriptFingerprint(script.sources) },
    options: kept,
    ...rest,
    ...result,
  };
}

function scriptFingerprint(sources: LoadScript['sources']): string {
  const hash = createHash('sha256');
  for (const { text } of sources) hash.update(`${Buffer.byteLength(text)}\n${text}`);
  return hash.digest('hex');
}

/** 64 hexadecimal digits that are the same for the same options, whatever the order of their names. */
export function optionsFingerprint({ options }: Pick<LoadRecord, 'options'>): string {
  return createHash('sha256').update(JSON.stringify(options, inOrder)).digest('hex');
}

const inOrder = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
