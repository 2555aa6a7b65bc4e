import { SourceError } from './ports/source-error.ts';

/** Asks the metrics; whatever goes wrong there is the world failing, not the release. */
export async function askMetrics<T>(ask: () => Promise<T>, expression: string, signal?: AbortSignal): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new SourceError('metrics-unreachable', `The metrics did not answer ${expression}: ${why}`, { retryable: true, cause: error });
  }
}
