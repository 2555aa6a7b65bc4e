import type { ReleaseNews } from '../../control/control-plane.ts';
import type { Clock } from '../../control/ports/clock.ts';
import type { LoadRunProgress } from '../../control/ports/load-runner.ts';
import { CliFailure } from '../cli-failure.ts';
import { answers } from './answers.ts';
import type { ApiClient } from './api-client.ts';
import { ApiFailure } from './api-failure.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

/** What following a release needs. */
export interface Following {
  readonly client: ApiClient;
  readonly releaseId: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** 0..1 */
  readonly chance: () => number;
  /** Told when the connection is lost, with a sentence, and with undefined when news come again. */
  readonly onConnection: (notice: string | undefined) => void;
  /** Told of each look at the load gate while it runs. */
  readonly onProgress?: (progress: LoadRunProgress) => void;
}

// As long as a server may take to come back; the release goes on meanwhile.
const patienceMs = 5 * 60_000;

function isPassing(error: unknown): boolean {
  if (error instanceof ApiFailure) return error.status >= 500 || error.status === 429;
  return error instanceof CliFailure && error.rule === 'unreachable';
}

function parseNews(data: string): ReleaseNews {
  const parsed = answers.news.safeParse(JSON.parse(data));
  if (parsed.success) return parsed.data;
  throw new CliFailure(
    'error',
    'unexpected-answer',
    'The server streams news that this version of Sluice does not understand.',
    'Bring CLI and server to the same version.',
  );
}

/** A look that this version does not understand is none: nothing depends on it. */
function tellProgress({ onProgress }: Following, data: string): void {
  const parsed = answers.progress.safeParse(JSON.parse(data));
  if (parsed.success) onProgress?.(parsed.data);
}

/**
 * The news of a release from its first on, each once, until it has ended.
 *
 * A stream that is cut is taken up again after the last news seen; when nothing came back for five minutes the last failure is thrown. Refusals (401, 404) are thrown at once, and so is the first failure of all, since a server that was never there is not restarting.
 */
export async function* followRelease(following: Following): AsyncGenerator<ReleaseNews> {
  const { client, releaseId, clock, signal, onConnection } = following;
  let position: string | undefined;
  let attempt = 0;
  let lostAtMs = clock.now();
  while (true) {
    let failure: unknown;
    try {
      for await (const event of client.events(`/api/v1/releases/${releaseId}/events`, position)) {
        if (attempt > 0) onConnection(undefined);
        attempt = 0;
        if (event.kind === 'end') return;
        if (event.kind === 'progress') tellProgress(following, event.data);
        if (event.kind !== 'news') continue;
        position = event.id ?? position;
        yield parseNews(event.data);
      }
    } catch (error) {
      failure = error;
    }
    signal.throwIfAborted();
    if (failure !== undefined && (!isPassing(failure) || (attempt === 0 && position === undefined))) throw failure;
    if (attempt === 0) lostAtMs = clock.now();
    if (clock.now() - lostAtMs > patienceMs)
      throw failure ?? new CliFailure('error', 'unreachable', `${client.url} ends every stream at once.`);
    attempt += 1;
    onConnection(`The connection to ${client.url} is lost; trying again. The release goes on meanwhile.`);
    await clock.sleep(reconnectDelayMs(attempt, following.chance()), signal);
    signal.throwIfAborted();
  }
}
