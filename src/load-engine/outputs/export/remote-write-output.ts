import type { Clock } from '../../clock.ts';
import { every } from '../../every.ts';
import type { LoadLog } from '../../load-log.ts';
import { messageOf } from '../../message-of.ts';
import type { LoadOutput } from '../load-output.ts';
import { type PrometheusSample, prometheusSamples } from './prometheus-samples.ts';
import { SampleSeries } from './sample-series.ts';
import { encodeWriteRequest, STALE } from './write-request.ts';

/** Where to write to, how often, and what of a trend. */
export interface RemoteWriteTarget {
  readonly url: string;
  /** `Authorization` among them; never shown. */
  readonly headers: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly trendStats: readonly string[];
  /** Whether the series are marked as ended when the run is over. */
  readonly staleMarkers: boolean;
}

/** What is beside it. */
export interface RemoteWriteSurroundings {
  readonly name: string;
  readonly clock: Clock;
  readonly log: LoadLog;
  readonly fetch: typeof fetch;
}

/** A receiver that needs longer than this is in trouble; the next push has all that this one had. */
const PUSH_MS = 5_000;

/** The last push is the one that may not be lost. */
const LAST_TRIES = 3;

/** Of one request: receivers limit the size of a body. */
const SERIES_A_REQUEST = 500;

/**
 * Writes all series of a run to a Prometheus, Mimir, Thanos or VictoriaMetrics every few seconds, and once at the end.
 *
 * Counters and trends tell their whole since the start, so that a push that fails loses resolution and no count. The run is never held up:
 * while one push is under way no other begins.
 */
export function remoteWriteOutput(target: RemoteWriteTarget, { name, clock, log, fetch }: RemoteWriteSurroundings): LoadOutput {
  const series = new SampleSeries();
  let cancel = (): void => undefined;
  let pushing: Promise<void> | undefined;
  let failures = 0;
  const push = async (tries: number): Promise<string | undefined> => {
    const samples = series.look().flatMap((each) => prometheusSamples(each, target.trendStats));
    return writeAll(samples, { ...target, atMs: clock.wall(), tries, fetch });
  };
  const begin = (): void => {
    pushing ??= push(1).then((problem) => {
      pushing = undefined;
      if (problem === undefined) return;
      failures += 1;
      if (failures === 1) log('warn', `output ${name}: ${problem}; the next push tells what this one did not`);
    });
  };
  return {
    name,
    start: async () => {
      cancel = every(clock, target.intervalMs, begin);
    },
    sample: (sample) => series.add(sample),
    finish: async () => {
      cancel();
      await pushing;
      const problem = await push(LAST_TRIES);
      if (problem === undefined && target.staleMarkers) await endSeries(series, target, clock, fetch);
      return [
        ...(problem === undefined ? [] : [`the end of the run was not written: ${problem}`]),
        ...(problem === undefined && failures > 0 ? [`${failures} pushes failed; the last one was written, and has the whole`] : []),
        ...(series.lost === 0 ? [] : [`${series.lost} samples had tags of more series than are kept, and were not told`]),
      ];
    },
    abandon: async () => cancel(),
  };
}

async function endSeries(
  series: SampleSeries,
  target: RemoteWriteTarget,
  clock: Clock,
  fetch: RemoteWriteSurroundings['fetch'],
): Promise<void> {
  const samples = series.look().flatMap((each) => prometheusSamples(each, target.trendStats));
  const ended = samples.map((sample) => ({ ...sample, value: STALE, exemplar: undefined }));
  await writeAll(ended, { ...target, atMs: clock.wall() + 1, tries: 1, fetch });
}

interface Push extends Pick<RemoteWriteTarget, 'url' | 'headers'> {
  readonly atMs: number;
  readonly tries: number;
  readonly fetch: RemoteWriteSurroundings['fetch'];
}

/** Answers why it was not all written, or undefined. */
async function writeAll(samples: readonly PrometheusSample[], push: Push): Promise<string | undefined> {
  for (let first = 0; first < samples.length; first += SERIES_A_REQUEST) {
    const body = encodeWriteRequest(samples.slice(first, first + SERIES_A_REQUEST), push.atMs);
    const problem = await writeOne(body, push);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

async function writeOne(body: Buffer, push: Push): Promise<string | undefined> {
  let problem: string | undefined;
  for (let tried = 0; tried < push.tries; tried += 1) {
    const answer = await post(body, push);
    if (answer === undefined) return undefined;
    problem = answer.problem;
    if (!answer.retryable) return problem;
  }
  return problem;
}

interface Refused {
  readonly problem: string;
  readonly retryable: boolean;
}

async function post(body: Buffer, { url, headers, fetch }: Push): Promise<Refused | undefined> {
  const { origin } = new URL(url);
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: {
        ...headers,
        'Content-Type': 'application/x-protobuf',
        'Content-Encoding': 'snappy',
        'X-Prometheus-Remote-Write-Version': '0.1.0',
      },
      signal: AbortSignal.timeout(PUSH_MS),
      redirect: 'error',
    });
    const text = (await response.text()).slice(0, 200).trim();
    if (response.ok) return undefined;
    return {
      problem: `${origin} answered ${response.status}${text === '' ? '' : `: ${text}`}`,
      retryable: response.status >= 500 || response.status === 429,
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return { problem: `${origin} could not be reached (${messageOf(error)}${cause})`, retryable: true };
  }
}
