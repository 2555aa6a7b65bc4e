import type { Clock } from './clock.ts';
import type {
  IterationContext,
  IterationOutcome,
  LoadScript,
  MetricDeclaration,
  SampleSink,
  TestFacts,
  VirtualUser,
} from './virtual-user.ts';

/** What one iteration of an in-memory script is given. */
export interface InMemoryIteration {
  readonly vu: number;
  readonly context: IterationContext;
  readonly setupData: string | undefined;
  readonly sink: SampleSink;
  readonly facts: TestFacts;
  /** Takes this long of the clock; answers interrupted where the signal comes first. */
  readonly take: (ms: number) => Promise<IterationOutcome>;
}

/** A load script whose functions are plain ones of this process: no sandbox, no requests, the same face. */
export interface InMemoryScriptOptions {
  readonly clock: Clock;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly metrics?: readonly MetricDeclaration[];
  readonly iterate: (iteration: InMemoryIteration) => Promise<IterationOutcome>;
  readonly exec?: readonly string[];
  readonly stages?: Partial<
    Record<
      'setup' | 'teardown' | 'handleSummary',
      (argumentJson: string | undefined, take: InMemoryIteration['take']) => Promise<StageAnswer>
    >
  >;
  /** How long a user takes to be made. */
  readonly creationMs?: number;
}

/** How a stage of an in-memory script came out. */
export interface StageAnswer {
  readonly outcome: IterationOutcome;
  readonly returned: string | undefined;
}

/** An in-memory script, and what was done with its users. */
export interface InMemoryScript extends LoadScript {
  readonly created: number[];
  readonly disposed: number[];
}

/** Makes the script. */
export function inMemoryScript(options: InMemoryScriptOptions): InMemoryScript {
  const { clock, stages = {}, creationMs = 0 } = options;
  const [created, disposed]: [number[], number[]] = [[], []];
  return {
    path: 'in-memory.ts',
    options: options.options ?? {},
    sources: [],
    exportedFunctions: ['default', ...(options.exec ?? []), ...Object.keys(stages)],
    declaredMetrics: options.metrics ?? [],
    created,
    disposed,
    createVirtualUser: async (id, facts, sink): Promise<VirtualUser> => {
      if (creationMs > 0) await new Promise<void>((resolve) => clock.after(creationMs, resolve));
      created.push(id);
      return {
        id,
        iterate: (context, setupData, signal) => options.iterate({ vu: id, context, setupData, sink, facts, take: taker(clock, signal) }),
        call: async (stage, argumentJson, signal) => {
          const answer = await stages[stage]?.(argumentJson, taker(clock, signal));
          return answer ?? { outcome: { kind: 'completed' }, returned: undefined };
        },
        dispose: async () => {
          disposed.push(id);
        },
      };
    },
    dispose: async () => {},
  };
}

const taker =
  (clock: Clock, signal: AbortSignal) =>
  (ms: number): Promise<IterationOutcome> => {
    if (signal.aborted) return Promise.resolve({ kind: 'interrupted' });
    return new Promise((resolve) => {
      const cancel = clock.after(ms, () => resolve({ kind: 'completed' }));
      signal.addEventListener(
        'abort',
        () => {
          cancel();
          resolve({ kind: 'interrupted' });
        },
        { once: true },
      );
    });
  };
