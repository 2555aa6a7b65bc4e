/** What one thread of the generator was seen to do while the scenarios ran. */
export interface GeneratorFigures {
  /** How often its event loop was looked at. */
  readonly looks: number;
  /** How late its event loop was, in milliseconds. */
  readonly loopDelay: { readonly p50: number; readonly p99: number; readonly max: number };
  /** 0..1 of one core. */
  readonly cpuShare: number;
  /** The most bytes that the whole process had resident. */
  readonly memoryBytes: number;
}

/** Watches the thread that it is made in. */
export interface GeneratorWatch {
  /** What was seen since the watch began. */
  readonly read: () => GeneratorFigures;
  readonly stop: () => void;
}

/** Begins to watch. */
export type WatchGenerator = () => GeneratorWatch;

/** The worst of all threads: one that is late spoils its share of the samples, however idle the others are. */
export function worstFigures(all: readonly GeneratorFigures[]): GeneratorFigures | undefined {
  if (all.length === 0) return undefined;
  const least = Math.min(...all.map(({ looks }) => looks));
  const most = (of: (figures: GeneratorFigures) => number): number => Math.max(...all.map(of));
  return {
    looks: least,
    loopDelay: {
      p50: most(({ loopDelay }) => loopDelay.p50),
      p99: most(({ loopDelay }) => loopDelay.p99),
      max: most(({ loopDelay }) => loopDelay.max),
    },
    cpuShare: most(({ cpuShare }) => cpuShare),
    memoryBytes: most(({ memoryBytes }) => memoryBytes),
  };
}
