import type { ShutdownOutcome } from '../../telemetry/graceful-shutdown.ts';
import { runUntilSignal } from './run-until-signal.ts';

/** A process's work: where it listens, for the ready line, and how it ends. */
export interface Served {
  readonly ready: Readonly<Record<string, unknown>>;
  close(): Promise<Pick<ShutdownOutcome, 'kind' | 'problems'>>;
}

/**
 * The life of a LinkFlow process: start, print one JSON line that says where it listens, serve until SIGTERM or SIGINT, exit.
 *
 * A start that fails is told in one line on standard error, with exit code 1.
 */
export async function serve(start: () => Promise<Served>): Promise<void> {
  const served = await start().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
  process.stdout.write(`${JSON.stringify({ event: 'ready', ...served.ready })}\n`);
  process.exit(await runUntilSignal(served));
}
