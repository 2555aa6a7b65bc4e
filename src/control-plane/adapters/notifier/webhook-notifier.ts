import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { Notifier } from '../../control/ports/notifier.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import { webhookHeaders } from './webhook-signature.ts';

/** Where notices go and how patient their sender is. */
export interface WebhookNotifierConfig {
  /** May hold a credential in its path, so errors name its origin only. */
  readonly url: string;
  /** Signs each notice; without one they are not signed. */
  readonly secret: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Deadline of one try, in milliseconds (default 5000). */
  readonly deadlineMs?: number;
  /** Pause before the first repetition, in milliseconds (default 500), doubled for the next. */
  readonly retryDelayMs?: number;
}

interface Notice {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

const defaultDeadlineMs = 5000;
const defaultRetryDelayMs = 500;
const repetitions = 2;

/**
 * Tells people by a POST of `{ id, title, text }` as JSON, signed, with the notice's id as `webhook-id` by which a receiver drops repetitions.
 *
 * Repeats twice when no answer came in time or the receiver is overloaded or failed (429, 5xx). Throws SourceError `notifier-unreachable`
 * (retryable), or `notifier-refused` for any other answer than a 2xx.
 */
export function webhookNotifier(config: WebhookNotifierConfig): Notifier {
  return {
    async notify({ id, title, text }, signal) {
      for (let tries = 0; ; tries += 1) {
        const failure = await attempt(config, { id, title, text }, signal);
        if (failure === undefined) return;
        if (!failure.retryable || tries === repetitions || signal?.aborted === true) throw failure;
        const pause = (config.retryDelayMs ?? defaultRetryDelayMs) * 2 ** tries;
        // Aborted: the next try fails at once, and that is the last.
        await delay(pause, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
      }
    },
  };
}

async function attempt(config: WebhookNotifierConfig, notice: Notice, signal: AbortSignal | undefined): Promise<SourceError | undefined> {
  const deadline = AbortSignal.timeout(config.deadlineMs ?? defaultDeadlineMs);
  const body = JSON.stringify(notice);
  try {
    const { statusCode, body: answer } = await request(config.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...webhookHeaders({ id: notice.id, atMs: config.now(), body, secret: config.secret }),
      },
      body,
      signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]),
    });
    await answer.dump();
    return failureOf(config, statusCode);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return unreachable(config, `did not answer (${why})`, cause);
  }
}

function failureOf(config: WebhookNotifierConfig, status: number): SourceError | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 429 || status >= 500) return unreachable(config, `answered ${status}`, undefined);
  const message = `The webhook at ${new URL(config.url).origin} refused a notice with ${status}. Check its URL and secret in the configuration.`;
  return new SourceError('notifier-refused', message, { retryable: false });
}

function unreachable(config: WebhookNotifierConfig, what: string, cause: unknown): SourceError {
  return new SourceError('notifier-unreachable', `The webhook at ${new URL(config.url).origin} ${what}; nobody was told by it.`, {
    retryable: true,
    cause,
  });
}
