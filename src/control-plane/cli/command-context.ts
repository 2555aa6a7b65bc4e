import type { LocalActions, LocalRequest } from './local-actions.ts';
import type { ApiClient } from './remote/api-client.ts';
import type { Surroundings } from './surroundings.ts';
import type { Terminal } from './terminal.ts';

/** Options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly color: boolean;
  /** Seconds. */
  readonly timeout?: number;
  readonly config?: string;
  readonly url?: string;
  readonly tokenFile?: string;
}

/** What a command works with. */
export interface CommandContext {
  readonly surroundings: Surroundings;
  readonly terminal: Terminal;
  readonly actions: LocalActions;
  readonly options: CommonOptions;
  /** Aborts on Ctrl-C and when `--timeout` is over; its reason is the CliFailure to end with. */
  readonly signal: AbortSignal;
  /** The server that the options mean. */
  readonly client: () => Promise<ApiClient>;
  /** What local actions are asked with. */
  readonly local: () => LocalRequest;
  /** Writes a line for people on stderr. */
  readonly note: (line: string) => void;
}
