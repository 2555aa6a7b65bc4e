import type { HttpOptions } from './http-options.ts';
import type { ResolveHost } from './resolve-host.ts';

/** What every protocol obeys when it opens a connection: the options of the test, where hosts lead, and how trouble is told. */
export interface NetworkRules {
  readonly options: HttpOptions;
  readonly resolve: ResolveHost;
  /** Where connections come from; undefined leaves it to the system. */
  readonly localAddress: string | undefined;
  /** Whether connections and calls carry the W3C header traceparent, and their samples the id of the trace. */
  readonly traced: boolean;
  /** Says something of a kind, once for all virtual users. */
  readonly complain: (kind: string, message: string) => void;
}
