import { SourceError } from './ports/source-error.ts';
import { withDeadline } from './with-deadline.ts';

/** Who asks the metrics what, and for how long they may think. */
export interface Question {
  /** PromQL, for people. */
  readonly expression: string;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Asks the metrics; whatever goes wrong there is the world failing, not the release. */
export async function askMetrics<T>({ expression, deadlineMs, signal }: Question, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await withDeadline(deadlineMs, signal, ask);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new SourceError('metrics-unreachable', `The metrics did not answer ${expression}: ${why}`, { retryable: true, cause: error });
  }
}
