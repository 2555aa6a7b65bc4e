import type { Labels, Sample } from '../../../metrics-engine/query-result.ts';

/** One series of the data that both engines are given. */
export interface GivenSeries {
  readonly labels: Labels;
  readonly samples: readonly Sample[];
}

const START_MS = 1_700_000_000_000;
const INTERVAL_MS = 15_000;
const COUNT = 480;

/** The span that the data covers: two hours. */
export const DATA_SPAN = { startMs: START_MS, endMs: START_MS + COUNT * INTERVAL_MS } as const;

/**
 * Series of the kinds that rate and its like must get right: counters with resets and fractions, gauges that go up and down, jittered and
 * missing scrapes, a series that is born late, one that ends early, NaN and infinities, a classic histogram. The same at every call.
 */
export function givenSeries(): readonly GivenSeries[] {
  return [...counters(), ...gauges(), ...odd(), ...histogram()];
}

/** The series as OpenMetrics' text, as promtool reads it: untyped, so that names stay as they are. */
export function toOpenMetrics(series: readonly GivenSeries[]): string {
  const lines = series.flatMap(({ labels, samples }) =>
    samples.map(([atMs, value]) => `${nameOf(labels)} ${numberOf(value)} ${atMs / 1000}`),
  );
  return `${lines.join('\n')}\n# EOF\n`;
}

function nameOf(labels: Labels): string {
  const pairs = Object.entries(labels).filter(([name]) => name !== '__name__');
  return `${labels['__name__'] ?? ''}{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}}`;
}

function numberOf(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

function series(
  labels: Labels,
  valueAt: (index: number) => number | undefined,
  timeAt = (index: number) => START_MS + index * INTERVAL_MS,
): GivenSeries {
  const samples = Array.from({ length: COUNT }, (_, index): readonly Sample[] => {
    const value = valueAt(index);
    return value === undefined ? [] : [[timeAt(index), value]];
  });
  return { labels, samples: samples.flat() };
}

function counters(): readonly GivenSeries[] {
  return ['v1', 'v2'].flatMap((version) =>
    ['200', '404', '500'].map((code, number) => {
      const random = generator(number + (version === 'v1' ? 1 : 7));
      let value = 0;
      return series(
        { __name__: 'requests_total', version, code },
        (index) => {
          if (index % (97 + number * 13) === 96) value = 0;
          value += number === 2 ? random() * 1.7 : Math.floor(random() * 40);
          return index % 53 === 17 ? undefined : value;
        },
        (index) => START_MS + index * INTERVAL_MS + number * 111,
      );
    }),
  );
}

function gauges(): readonly GivenSeries[] {
  return ['a', 'b', 'c'].map((instance, number) => {
    const random = generator(number + 31);
    return series(
      { __name__: 'temperature', instance, zone: number === 2 ? 'cold' : 'warm' },
      (index) => 20 * Math.sin(index / 9) + random() * 5 - number,
      (index) => START_MS + index * INTERVAL_MS + Math.floor(random() * 900),
    );
  });
}

function odd(): readonly GivenSeries[] {
  return [
    series({ __name__: 'late_total', job: 'x' }, (index) => (index < 200 ? undefined : index - 200)),
    series({ __name__: 'early_total', job: 'x' }, (index) => (index > 150 ? undefined : index * 2.5)),
    series({ __name__: 'odd', kind: 'nan' }, (index) => (index % 7 === 3 ? Number.NaN : index)),
    series({ __name__: 'odd', kind: 'infinite' }, (index) => (index % 11 === 5 ? Number.POSITIVE_INFINITY : index)),
    series({ __name__: 'odd', kind: 'tiny' }, (index) => index * 1e-9 - 2e-7),
    series({ __name__: 'odd', kind: 'huge' }, (index) => (index % 3 === 0 ? 1e100 : index + 0.1)),
    series({ __name__: 'flat' }, () => 4),
  ];
}

function histogram(): readonly GivenSeries[] {
  return ['v1', 'v2'].flatMap((version) => {
    const random = generator(version === 'v1' ? 91 : 92);
    const bounds = [0.05, 0.1, 0.25, 0.5, 1, Number.POSITIVE_INFINITY];
    const growth = Array.from({ length: COUNT }, () => bounds.map(() => Math.floor(random() * 12)));
    return bounds.map((bound, place) => {
      let value = 0;
      return series({ __name__: 'latency_seconds_bucket', version, le: numberOf(bound) }, (index) => {
        value += (growth[index] ?? []).slice(0, place + 1).reduce((sum, each) => sum + each, 0);
        return value;
      });
    });
  });
}

/** Numbers in [0, 1), the same for the same seed. Source: the mulberry32 generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
