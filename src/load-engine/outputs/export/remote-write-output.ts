import type { Clock } from '../../clock.ts';
import type { LoadLog } from '../../load-log.ts';
import type { LoadOutput } from '../load-output.ts';
import { postBytes } from './post-bytes.ts';
import { prometheusLabelName } from './prometheus-name.ts';
import { type PrometheusSample, prometheusSamples } from './prometheus-samples.ts';
import { pushOutput } from './push-output.ts';
import { SampleSeries } from './sample-series.ts';
import { encodeStaleMarkers, encodeWriteRequest } from './write-request.ts';

/** Where to write to, how often, and what of a trend. */
export interface RemoteWriteTarget {
  readonly url: string;
  /** `Authorization` among them; never shown. */
  readonly headers: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly trendStats: readonly string[];
  /** Whether the series are marked as ended when the run is over. */
  readonly staleMarkers: boolean;
  /** Whether a certificate that nobody vouches for will do. */
  readonly trustAnyCertificate: boolean;
}

/** What is beside it. */
export interface RemoteWriteSurroundings {
  readonly name: string;
  readonly clock: Clock;
  readonly log: LoadLog;
}

/** A receiver that needs longer than this is in trouble; the next push has all that this one had. */
const PUSH_MS = 5_000;

/** The last push is the one that may not be lost, and still it must not keep the answer of the run for long. */
const LAST_PUSH_MS = 20_000;
const LAST_TRIES = 3;
const PAUSE_MS = 500;

/** Of one request: receivers limit the size of a body. */
const SERIES_A_REQUEST = 500;

/** Writes all series of a run to a Prometheus, Mimir, Thanos or VictoriaMetrics: pushOutput says how often, and what a failure costs. */
export function remoteWriteOutput(target: RemoteWriteTarget, { name, clock, log }: RemoteWriteSurroundings): LoadOutput {
  const series = new SampleSeries({ labelName: prometheusLabelName });
  const nextMs = risingTime(clock);
  const write = (encode: Encode, tries: number, deadlineMs: number): Promise<string | undefined> => {
    const samples = series.look().flatMap((each) => prometheusSamples(each, target.trendStats));
    return writeAll(samples, { encode, target, atMs: nextMs(), tries, deadlineMs, clock });
  };
  return pushOutput({
    name,
    intervalMs: target.intervalMs,
    series,
    clock,
    log,
    push: () => write(encodeWriteRequest, 1, PUSH_MS),
    pushLast: () => write(encodeWriteRequest, LAST_TRIES, LAST_PUSH_MS),
    end: async () => {
      const problem = target.staleMarkers ? await write(encodeStaleMarkers, LAST_TRIES, LAST_PUSH_MS) : undefined;
      return problem === undefined ? [] : [`its series were not marked as ended: ${problem}`];
    },
  });
}

/** Two samples of a series may not be of the same millisecond: a receiver refuses all that comes with them. */
function risingTime(clock: Clock): () => number {
  let last = 0;
  return () => {
    last = Math.max(Math.round(clock.wall()), last + 1);
    return last;
  };
}

type Encode = (samples: readonly PrometheusSample[], atMs: number) => Buffer;

interface Writing {
  readonly encode: Encode;
  readonly target: RemoteWriteTarget;
  readonly atMs: number;
  readonly tries: number;
  /** Of all requests together. */
  readonly deadlineMs: number;
  readonly clock: Clock;
}

/** Answers why it was not all written, or undefined. */
async function writeAll(samples: readonly PrometheusSample[], writing: Writing): Promise<string | undefined> {
  const deadline = AbortSignal.timeout(writing.deadlineMs);
  for (let first = 0; first < samples.length; first += SERIES_A_REQUEST) {
    const body = writing.encode(samples.slice(first, first + SERIES_A_REQUEST), writing.atMs);
    const problem = await writeOne(body, writing, deadline);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function writeOne(body: Uint8Array, { target, tries, clock }: Writing, deadline: AbortSignal): Promise<string | undefined> {
  const { url, headers, trustAnyCertificate } = target;
  const post = { url, headers: { ...headers, ...PROTOCOL_HEADERS }, body, trustAnyCertificate };
  for (let tried = 1; ; tried += 1) {
    const answer = await postBytes({ ...post, signal: AbortSignal.any([deadline, AbortSignal.timeout(PUSH_MS)]) });
    if (answer === undefined) return undefined;
    if (!answer.retryable || tried >= tries || deadline.aborted) return answer.problem;
    await pause(clock, PAUSE_MS * tried);
  }
}

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

const PROTOCOL_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'application/x-protobuf',
  'Content-Encoding': 'snappy',
  'X-Prometheus-Remote-Write-Version': '0.1.0',
};
