import type { ShutdownOutcome } from '../../telemetry/graceful-shutdown.ts';

/** What runUntilSignal() waits on; `process` in production. */
export interface ProcessSignals {
  on(signal: 'SIGTERM' | 'SIGINT', listener: () => void): unknown;
}

/**
 * Closes `running` at SIGTERM or SIGINT and resolves with the exit code: 0 when it drained, 1 when answers were cut off or something failed to close.
 *
 * A second signal closes again, which cuts off what is left.
 */
export function runUntilSignal(
  running: { close(): Promise<Pick<ShutdownOutcome, 'kind' | 'problems'>> },
  signals: ProcessSignals = process,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const close = () => {
      running.close().then(({ kind, problems }) => resolve(kind === 'drained' && problems.length === 0 ? 0 : 1), reject);
    };
    signals.on('SIGTERM', close);
    signals.on('SIGINT', close);
  });
}
