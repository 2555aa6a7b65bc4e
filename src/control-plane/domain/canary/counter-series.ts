/** Raw cumulative samples of one counter, as a plain range selector brings them. */
export interface CounterSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly samples: readonly (readonly [atMs: number, value: number])[];
}

/** The counters of one arm: all events, and either the bad or the good ones among them. */
export type ArmSeries = { readonly total: readonly CounterSeries[] } & (
  | { readonly bad: readonly CounterSeries[]; readonly good?: undefined }
  | { readonly good: readonly CounterSeries[]; readonly bad?: undefined }
);

/** What was scraped when a series was: its job and instance; undefined where the series doesn't tell. */
export function targetOf({ labels }: CounterSeries): string | undefined {
  const { job, instance } = labels;
  return instance === undefined ? undefined : JSON.stringify([job ?? '', instance]);
}

/** The newest sample of all the series, or undefined where there is none. NaN is no sample. */
export function newestSample(series: readonly CounterSeries[]): number | undefined {
  const times = series.flatMap(({ samples }) => samples.filter(([, value]) => !Number.isNaN(value)).map(([atMs]) => atMs));
  return times.length === 0 ? undefined : times.reduce((so, atMs) => Math.max(so, atMs));
}
