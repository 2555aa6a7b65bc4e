type Log = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** Where the API writes what it did; a pino logger is one. Fields never hold a token or a header. */
export interface Logger {
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}
