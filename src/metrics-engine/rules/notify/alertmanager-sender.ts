import type { CollectorClock } from '../../scrape/collector-clock.ts';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';
import { AlertQueue } from './alert-queue.ts';
import type { HttpPost } from './http-post.ts';
import { type AlertmanagerTarget, postAlerts } from './post-alerts.ts';

/** How an Alertmanager takes what it is sent. */
export interface AlertmanagerStatus {
  readonly url: string;
  /** How many alerts wait. */
  readonly waiting: number;
  readonly sent: number;
  /** Too many waited. */
  readonly dropped: number;
  /** It would not take them. */
  readonly refused: number;
  /** Requests in a row that failed; 0 while all is well. */
  readonly failures: number;
  /** Of the last request, if it failed. */
  readonly lastProblem: string | undefined;
  /** What was said of the alert that was refused last. */
  readonly lastRefusal: string | undefined;
}

export interface AlertmanagerSenderOptions {
  readonly target: AlertmanagerTarget;
  readonly clock: CollectorClock;
  readonly post: HttpPost;
  readonly capacity: number;
  readonly batchSize: number;
}

/** Sends alerts to one Alertmanager in the background. */
export interface AlertmanagerSender {
  /** Queues alerts and returns at once. */
  send(alerts: readonly OutgoingAlert[]): void;
  /** Tries once more to send what waits, within a while, then ends. */
  stop(graceMs: number): Promise<void>;
  status(): AlertmanagerStatus;
}

const FIRST_RETRY_MS = 1_000;
// Half of the default resend delay: an Alertmanager that comes back hears of what fires before the next word would come anyway.
const LONGEST_RETRY_MS = 30_000;

/** Makes a sender; it sends when there is something to send. */
export function alertmanagerSender({ target, clock, post, capacity, batchSize }: AlertmanagerSenderOptions): AlertmanagerSender {
  const queue = new AlertQueue({ capacity });
  const stopping = new AbortController();
  let [sent, refused, failures] = [0, 0, 0];
  let lastProblem: string | undefined;
  let lastRefusal: string | undefined;
  let working: Promise<void> | undefined;

  async function attempt(alerts: readonly OutgoingAlert[]): Promise<void> {
    const outcome = await postAlerts(alerts, { target, post, signal: clock.deadline(target.timeoutMs) });
    switch (outcome.kind) {
      case 'taken':
        sent += alerts.length;
        failures = 0;
        lastProblem = undefined;
        return queue.settle(alerts);
      case 'failed':
        failures += 1;
        lastProblem = outcome.problem;
        return undefined;
      case 'refused':
        return await refuse(alerts, outcome.problem);
    }
  }

  /** One bad alert must not take those beside it along: the batch is halved until it stands alone. */
  async function refuse(alerts: readonly OutgoingAlert[], problem: string): Promise<void> {
    if (alerts.length > 1) {
      const middle = Math.ceil(alerts.length / 2);
      await attempt(alerts.slice(0, middle));
      if (failures === 0) await attempt(alerts.slice(middle));
      return;
    }
    refused += alerts.length;
    failures = 0;
    lastProblem = undefined;
    lastRefusal = problem;
    queue.settle(alerts);
  }

  async function work(): Promise<void> {
    while (queue.length > 0 && !stopping.signal.aborted) {
      await attempt(queue.head(batchSize));
      if (failures > 0) await clock.sleep(Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS), stopping.signal);
    }
    working = undefined;
  }

  async function drain(): Promise<void> {
    failures = 0;
    while (queue.length > 0 && failures === 0) await attempt(queue.head(batchSize));
  }

  return {
    send: (alerts) => {
      queue.push(alerts);
      if (!stopping.signal.aborted) working ??= work();
    },
    stop: async (graceMs) => {
      stopping.abort();
      const late = new AbortController();
      await Promise.race([clock.sleep(graceMs, late.signal), (working ?? Promise.resolve()).then(drain)]);
      late.abort();
    },
    status: () => ({ url: target.url, waiting: queue.length, sent, dropped: queue.dropped, refused, failures, lastProblem, lastRefusal }),
  };
}
