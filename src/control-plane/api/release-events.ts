import { once } from 'node:events';
import type { RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { ControlPlane, ReleaseNews } from '../control/control-plane.ts';
import type { Clock } from '../control/ports/clock.ts';
import type { LoadRunProgress } from '../control/ports/load-runner.ts';
import { bearerToken } from './authenticate.ts';
import { releaseId } from './fields.ts';
import type { Logger } from './logger.ts';
import { refusalProblem } from './problem.ts';
import { requestIdOf } from './request-context.ts';
import type { Tokens } from './tokens/create-tokens.ts';
import { validate } from './validate.ts';

/** What a stream of events needs. */
export interface EventStreams {
  readonly controlPlane: ControlPlane;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when the server stops: streams end, and watchers come back with Last-Event-ID. */
  readonly stopping: AbortSignal;
}

// Proxies cut connections that are silent for 30 to 60 s.
const heartbeatMs = 15_000;
const parameters = z.strictObject({ id: releaseId });
const position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

/** One server-sent event (WHATWG HTML, section 9.2): the position as its id. */
export function newsFrame(news: ReleaseNews): string {
  return `id: ${news.position}\nevent: news\ndata: ${JSON.stringify(news)}\n\n`;
}

/** A look at the load gate under way: without an id, for it is no news, and a watcher who comes back does not want it. */
export function progressFrame(progress: LoadRunProgress): string {
  return `event: progress\ndata: ${JSON.stringify(progress)}\n\n`;
}

async function write(response: Response, frame: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted || response.write(frame)) return;
  // A watcher that does not read must not make the server hoard; it is waited for.
  await once(response, 'drain', { signal }).catch(() => undefined);
}

async function beat(streams: EventStreams, response: Response, token: string, closing: AbortController): Promise<void> {
  while (!closing.signal.aborted) {
    await streams.clock.sleep(heartbeatMs, closing.signal);
    if (closing.signal.aborted) return;
    const bearer = await streams.tokens.verify(token).catch(() => undefined);
    if (bearer === undefined) closing.abort();
    else await write(response, ': heartbeat\n\n', closing.signal);
  }
}

async function tell(
  streams: EventStreams,
  response: Response,
  request: { readonly id: string; readonly after: number },
  signal: AbortSignal,
): Promise<void> {
  const unfollow = streams.controlPlane.followProgress(request.id, (progress) => {
    // A watcher that does not read misses looks, which are old by then.
    if (!signal.aborted && !response.writableNeedDrain) response.write(progressFrame(progress));
  });
  try {
    for await (const news of streams.controlPlane.watch(request.id, request.after, signal)) {
      await write(response, newsFrame(news), signal);
      if (signal.aborted) return;
    }
  } finally {
    unfollow();
  }
  if (!signal.aborted) await write(response, 'event: end\ndata: {}\n\n', signal);
}

/**
 * Streams the news of a release as server-sent events after Last-Event-ID (or `?after=`), until it has ended (`event: end`), the watcher hangs up,
 * the server stops, or the token is no longer valid. A stream that was cut without `event: end` is to be resumed.
 */
export function releaseEvents(streams: EventStreams): RequestHandler {
  return async (request, response) => {
    const { id } = validate(parameters, request.params);
    const after = validate(position, request.get('last-event-id') ?? request.query['after'] ?? 0);
    const answer = await streams.controlPlane.release(id);
    if (!answer.ok) throw refusalProblem(answer.refusal);
    const closing = new AbortController();
    const signal = AbortSignal.any([closing.signal, streams.stopping]);
    response.once('close', () => closing.abort());
    streams.stopping.addEventListener('abort', () => closing.abort(), { once: true, signal: closing.signal });
    response.set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    const beating = beat(streams, response, bearerToken(request.get('authorization')) ?? '', closing);
    try {
      await tell(streams, response, { id, after }, signal);
    } catch (error) {
      // The status is sent already: the stream is cut, and the watcher comes back.
      streams.logger.error({ requestId: requestIdOf(response), err: error, releaseId: id }, 'event stream failed');
    }
    closing.abort();
    await beating;
    response.end();
  };
}
