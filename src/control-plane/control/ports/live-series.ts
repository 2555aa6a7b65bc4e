/** One number of a run under way; `labels` has its `__name__`. */
export interface LiveSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** The series of one run. Nothing here throws: what can't be kept is dropped, for a run is never held up by who looks at it. */
export interface LiveRun {
  /** Keeps a look at all series at a moment, in milliseconds since 1970. */
  write(samples: readonly LiveSample[], atMs: number): void;
  /** The run is over: its series have no value from now on. */
  end(): void;
}

/** Where the series of load runs stand beside those of the service. */
export interface LiveSeries {
  /** Begins a run whose series all have these labels, and one more that tells it from other runs. */
  open(labels: Readonly<Record<string, string>>): LiveRun;
}
