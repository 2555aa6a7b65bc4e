import type { ProtoLibrary } from '../grpc/proto-library.ts';
import type { HttpSession } from '../http/http-session.ts';
import type { NetworkRules } from '../http/network-rules.ts';
import type { SecretMask } from '../mask-secrets.ts';
import type { SecretSources } from '../secrets/secret-sources.ts';
import type { IterationContext, MetricDeclaration, SampleSink, TestFacts } from '../virtual-user.ts';
import type { EventLoop } from './event-loop.ts';
import type { SharedArrays } from './shared-arrays.ts';
import type { VuMetadata } from './vu-metadata.ts';
import type { VuTags } from './vu-tags.ts';
import type { Waits } from './waits.ts';

/** Where in its life a virtual user is; k6 allows different things in each. */
export type Stage = 'init' | 'iteration' | 'setup' | 'teardown' | 'handleSummary';

/** How the run under way has gone so far, as guest code reports it. */
export interface RunState {
  failure: { readonly message: string; readonly stack: string } | undefined;
  /** Promises that the run still has to see settled. */
  promises: number;
  returned: string | undefined;
  abortReason: string | undefined;
}

/** What the host functions of one virtual user share. Before the test starts (the pass that reads options) there are no facts and the id is 0. */
export interface World {
  readonly id: number;
  readonly facts: TestFacts | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly sink: SampleSink;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, source?: 'console') => void;
  /** Hides the secrets of the test in whatever is shown to people. */
  readonly mask: SecretMask;
  readonly secretSources: SecretSources;
  readonly tags: VuTags;
  readonly metadata: VuMetadata;
  readonly waits: Waits;
  readonly loop: EventLoop;
  readonly http: HttpSession;
  readonly network: NetworkRules;
  /** What has to be closed when the virtual user is disposed of; connections that outlive an iteration are in here. */
  readonly closing: Set<() => void>;
  readonly arrays: SharedArrays;
  readonly protos: ProtoLibrary;
  readonly metrics: MetricDeclaration[];
  /** Reads a file beside the script. */
  readonly readFile: (path: string) => Buffer;
  /** Ends the run under way without the script being able to catch it. */
  readonly interrupt: () => void;
  stage: Stage;
  run: RunState;
  /** The group that a stage starts in: '' for iterations, `::setup` and `::teardown` for those. */
  rootGroup: string;
  context: IterationContext | undefined;
  /** Iterations that this virtual user has begun in the test, and in its scenario, less one. */
  iteration: number;
  iterationInScenario: number;
  /** What register() told of the script, as JSON. */
  exported: string | undefined;
}

/** Throws an Error that names the rule where something is used at the top level of a script. */
export function refuseInInit(world: World, what: string): void {
  if (world.stage !== 'init') return;
  throw new Error(
    `${what} can't be used in the init stage (the top level of the script): use it in setup(), in the default function or in teardown()`,
  );
}

/** Throws an Error that names the rule where something is used outside the top level of a script. */
export function refuseOutsideInit(world: World, what: string): void {
  if (world.stage === 'init') return;
  throw new Error(
    `${what} can only be used in the init stage (the top level of the script), not in ${world.stage === 'iteration' ? 'an iteration' : `${world.stage}()`}`,
  );
}
