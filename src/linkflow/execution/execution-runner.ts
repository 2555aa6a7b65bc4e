import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Lease, Leases } from '../../event-store/leases.ts';
import type { AggregateRepository } from '../kit/store/aggregate-repository.ts';
import type { ExecutionReadModel } from './execution-read-model.ts';
import type { Execution } from './saga/execution.ts';
import { executionStream } from './saga/execution-kind.ts';
import type { ActionPerformer } from './saga/perform-action.ts';
import { runExecution } from './saga/run-execution.ts';

/** Runs executions in the background, each in one process at a time. */
export interface ExecutionRunner {
  /** Runs an execution unless this process runs it already or another one holds it. */
  start(id: string): void;
  /** Takes up what no living process runs any more. */
  resume(): Promise<void>;
  /** Stops at the next event; what is left goes on in another process, or in the next one here. */
  close(): Promise<void>;
}

/** What executionRunner() needs. */
export interface ExecutionRunnerOptions {
  readonly repository: AggregateRepository<Execution>;
  readonly performer: Omit<ActionPerformer, 'signal'>;
  readonly leases: Leases;
  readonly readModel: Pick<ExecutionReadModel, 'put' | 'unfinished' | 'dropAnnounced'>;
  readonly now?: () => Date;
  /** Whose leases these are: one name a process. */
  readonly holder: string;
  /** After so long without a sign of life a process counts as dead, and its executions are taken up. */
  readonly leaseMs: number;
  readonly compensationTries: number;
  readonly onEnd: (execution: Execution) => void;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
}

// An announcement whose request has not come by then belongs to a process that died between the two.
const REQUEST_WITHIN_MS = 60_000;

/** Creates the runner; it looks for abandoned executions when asked to `resume` and then every half of a lease's time. */
export function executionRunner(options: ExecutionRunnerOptions): ExecutionRunner {
  const { readModel, leaseMs, logger } = options;
  const stopped = new AbortController();
  const running = new Map<string, Promise<void>>();
  const start = (id: string): void => {
    if (running.has(id) || stopped.signal.aborted) return;
    const run = runLeased(options, id, stopped.signal)
      .catch((err: unknown) => logger.error({ err, executionId: id }, 'execution stopped; it will be taken up again'))
      .finally(() => running.delete(id));
    running.set(id, run);
  };
  const resume = async (): Promise<void> => {
    for (const id of await readModel.unfinished()) start(id);
  };
  const looking = setInterval(
    () => void resume().catch((err: unknown) => logger.warn({ err }, 'could not look for abandoned executions')),
    leaseMs / 2,
  );
  looking.unref();
  return {
    start,
    resume,
    close: async () => {
      clearInterval(looking);
      stopped.abort();
      await Promise.all(running.values());
    },
  };
}

async function runLeased(options: ExecutionRunnerOptions, id: string, stopped: AbortSignal): Promise<void> {
  const { leases, holder, leaseMs } = options;
  const name = `execution-${id}`;
  const lease = await leases.acquire(name, holder, leaseMs);
  if (lease === undefined) return;
  const lost = new AbortController();
  const renewing = keepRenewing(options, name, lease, lost);
  try {
    await runToEnd(options, id, AbortSignal.any([stopped, lost.signal]));
  } finally {
    clearInterval(renewing);
    if (!lost.signal.aborted) await leases.release(name, holder, lease.token);
  }
}

function keepRenewing(
  { leases, holder, leaseMs }: ExecutionRunnerOptions,
  name: string,
  lease: Lease,
  lost: AbortController,
): NodeJS.Timeout {
  return setInterval(() => {
    leases.renew(name, holder, lease.token, leaseMs).then(
      (held) => (held ? undefined : lost.abort()),
      // A database that is away for a moment doesn't take the lease away; events are fenced by their version anyway.
      () => undefined,
    );
  }, leaseMs / 3);
}

async function runToEnd(options: ExecutionRunnerOptions, id: string, signal: AbortSignal): Promise<void> {
  const { repository, readModel, performer, compensationTries, onEnd, logger, now = () => new Date() } = options;
  const loaded = await repository.load(executionStream(id));
  if (loaded.state === undefined) return readModel.dropAnnounced(id, new Date(now().getTime() - REQUEST_WITHIN_MS));
  await readModel.put(loaded.state, loaded.version);
  const ended = await runExecution({
    id,
    repository,
    performer: { ...performer, signal },
    compensationTries,
    wait: (ms, aborted) => delay(ms, undefined, { signal: aborted }).catch(() => undefined),
    onTrouble: (err) => logger.warn({ err, executionId: id }, 'a step of an execution is tried again'),
  });
  if (ended?.state === undefined) return;
  await readModel.put(ended.state, ended.version);
  onEnd(ended.state);
}
