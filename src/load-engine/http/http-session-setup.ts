import type { VuTags } from '../modules/vu-tags.ts';
import type { Waits } from '../modules/waits.ts';
import type { SampleSink } from '../virtual-user.ts';
import type { HttpOptions } from './http-options.ts';
import type { RequestPace } from './request-pace.ts';
import type { ResolveHost } from './resolve-host.ts';

/** What a session is made of. */
export interface HttpSessionSetup {
  readonly options: HttpOptions;
  readonly resolve: ResolveHost;
  readonly pace: RequestPace;
  readonly sink: SampleSink;
  readonly tags: VuTags;
  readonly waits: Waits;
  /** Says something of a kind, once for all virtual users. */
  readonly complain: (kind: string, message: string) => void;
  /** Where connections come from; undefined leaves it to the system. */
  readonly localAddress: string | undefined;
  /** Whether requests carry the header traceparent, and their samples the id of their trace. */
  readonly traced: boolean;
  /** Logs a request and its answer, where the test wants that. */
  readonly debug: (text: string) => void;
  /** Ends the run under way without the script being able to catch it. */
  readonly interrupt: () => void;
}
