/** The world outside failed: not a verdict about a release. Met in control/, where it holds the release and is retried when `retryable`. */
export class SourceError extends Error {
  /** Short and stable, e.g. `router-unreachable`. */
  readonly code: string;
  readonly retryable: boolean;
  constructor(code: string, message: string, options: { readonly retryable: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'SourceError';
    this.code = code;
    this.retryable = options.retryable;
  }
}
