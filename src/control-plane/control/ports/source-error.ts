/** What the world outside failed with, thrown by adapters and met in control/: our failure, never the release's. */
export class SourceError extends Error {
  /** A stable name of the failure, such as `load-runner-deadline`. */
  readonly code: string;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;

  constructor(code: string, message: string, { retryable, cause }: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, { cause });
    this.name = 'SourceError';
    this.code = code;
    this.retryable = retryable;
  }
}
