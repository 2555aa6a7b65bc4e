import { createSeries, type Series } from '../../metrics/series.ts';
import type { MetricDeclaration, Tags } from '../../virtual-user.ts';
import type { Sample } from '../load-output.ts';

/** One series for a system that keeps series: a metric, its labels, and everything it was given so far. */
export interface ExportedSeries {
  readonly metric: MetricDeclaration;
  readonly labels: Tags;
  readonly series: Series;
  /** The slowest traced sample since the last look, where there was one. */
  readonly exemplar: ExportedExemplar | undefined;
}

/** A sample with its trace. */
export interface ExportedExemplar {
  readonly traceId: string;
  readonly value: number;
  readonly atMs: number;
}

interface OpenSeries extends ExportedSeries {
  exemplar: ExportedExemplar | undefined;
}

/** A trend keeps 12 KiB: with these many at most 25 MiB. Beyond them a script makes names from data. */
const MOST_SERIES = 2000;

/** A name stands for the addresses that have it; the text of an error may hold anything, and its code says what it was. */
const LEFT_OUT = new Set(['url', 'error', 'vu', 'iter']);

/** How samples become series. */
export interface SampleSeriesOptions {
  /** What a tag is called where the series go; the same for two tags makes one series of what they tell apart. As it is where absent. */
  readonly labelName?: (tag: string) => string;
  /** Trends count exactly how many of their samples are at most each of these. */
  readonly bounds?: readonly number[];
  /** Where another limit than MOST_SERIES is wanted. */
  readonly most?: number;
}

/** Gathers samples into series by metric and tags, in constant memory: what has no series any more is counted in `lost`. */
export class SampleSeries {
  readonly #labelName: (tag: string) => string;
  readonly #most: number;
  readonly #bounds: readonly number[];
  readonly #byTags = new Map<string, Map<string, OpenSeries>>();
  readonly #labels = new WeakMap<Tags, { readonly key: string; readonly labels: Tags }>();
  #count = 0;
  lost = 0;

  constructor({ labelName = (tag) => tag, most = MOST_SERIES, bounds = [] }: SampleSeriesOptions = {}) {
    this.#labelName = labelName;
    this.#most = most;
    this.#bounds = bounds;
  }

  add({ metric, value, tags, atMs, metadata }: Sample): void {
    const open = this.#open(metric, tags);
    if (open === undefined) {
      this.lost += 1;
      return;
    }
    open.series.add(value, atMs);
    const traceId = metadata?.['trace_id'];
    if (traceId !== undefined && traceId !== '' && (open.exemplar === undefined || value >= open.exemplar.value))
      open.exemplar = { traceId, value, atMs };
  }

  #open(metric: MetricDeclaration, tags: Tags): OpenSeries | undefined {
    const { key, labels } = this.#labelled(tags);
    const series = this.#byTags.get(key);
    const known = series?.get(metric.name);
    if (known !== undefined) return known;
    if (this.#count >= this.#most) return undefined;
    this.#count += 1;
    const open = { metric, labels, series: this.#create(metric), exemplar: undefined };
    if (series === undefined) this.#byTags.set(key, new Map([[metric.name, open]]));
    else series.set(metric.name, open);
    return open;
  }

  #create({ type }: MetricDeclaration): Series {
    const series = createSeries(type);
    if (series.type === 'trend') for (const bound of this.#bounds) series.watchLimit(bound);
    return series;
  }

  /** Many samples have the same object for their tags, which is looked through once. */
  #labelled(tags: Tags): { readonly key: string; readonly labels: Tags } {
    const known = this.#labels.get(tags);
    if (known !== undefined) return known;
    const kept = Object.entries(tags)
      .filter(([name, value]) => !LEFT_OUT.has(name) && value !== '')
      .map(([name, value]) => [this.#labelName(name), value.toWellFormed()] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    const labelled = { key: JSON.stringify(kept), labels: Object.fromEntries(kept) };
    this.#labels.set(tags, labelled);
    return labelled;
  }

  /** All series with what they were given so far; their exemplars begin anew. */
  look(): readonly ExportedSeries[] {
    return [...this.#byTags.values()].flatMap((series) =>
      [...series.values()].map((open) => {
        const seen = { ...open };
        open.exemplar = undefined;
        return seen;
      }),
    );
  }
}

/** A sentence where samples were lost; none where all have their series. */
export const lostSeries = ({ lost }: Pick<SampleSeries, 'lost'>): readonly string[] =>
  lost === 0 ? [] : [`${lost} samples had tags of more series than are kept, and were not told`];
