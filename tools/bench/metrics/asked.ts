import type { Client } from 'undici';
import { z } from 'zod';
import { type Dataset, METRIC } from './dataset.ts';

/** A question that every server is asked. */
export interface Asked {
  readonly name: string;
  /** Path and query string of Prometheus' HTTP API. */
  readonly path: string;
  /** How many requests a repetition makes; its figure is their mean. */
  readonly requests: number;
}

// Between two scrapes, so that no sample stands on the edge of a window: Prometheus 2 and 3 differ in whether it belongs to it.
const BETWEEN_SCRAPES_MS = 7_000;
const DAY_MS = 86_400_000;

/** The questions, in order of the length of their windows. */
export function askedAbout(dataset: Dataset) {
  const endMs = dataset.endMs + BETWEEN_SCRAPES_MS;
  const instant = (query: string): string => pathOf('query', { query, time: endMs / 1000 });
  const range = (query: string, days: number, step: number): string =>
    pathOf('query_range', { query, start: (endMs - days * DAY_MS) / 1000, end: endMs / 1000, step });
  return {
    month: { name: 'increase[30d], now', path: instant(`increase(${METRIC}[30d])`), requests: 5 },
    hours: { name: 'increase[1h], 30 d by 1 h', path: range(`increase(${METRIC}[1h])`, 30, 3600), requests: 1 },
    minutes: { name: 'rate[5m], 1 d by 1 m', path: range(`rate(${METRIC}[5m])`, 1, 60), requests: 2 },
    now: { name: 'sum(rate[5m]), now', path: instant(`sum(rate(${METRIC}[5m]))`), requests: 20 },
  } as const satisfies Readonly<Record<string, Asked>>;
}

function pathOf(door: string, parameters: Readonly<Record<string, string | number>>): string {
  const entries = Object.entries(parameters).map(([name, value]): [string, string] => [name, String(value)]);
  // VictoriaMetrics must not answer out of its cache of earlier answers; the others do not know the parameter.
  return `/api/v1/${door}?${new URLSearchParams([...entries, ['nocache', '1']]).toString()}`;
}

const sampleSchema = z.tuple([z.number(), z.string()]);
const answerSchema = z.object({
  status: z.literal('success'),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: sampleSchema.optional(),
        values: z.array(sampleSchema).optional(),
      }),
    ),
  }),
});

/** What a server answered: the numbers of each series by time in seconds, series by its instance. */
export type Answers = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Asks once and looks at the answer closely. Throws when it is no success. */
export async function answersOf(client: Client, path: string): Promise<Answers> {
  const { data } = answerSchema.parse(await ask(client, path));
  return new Map(
    data.result.map(({ metric, value, values }) => [
      metric['instance'] ?? '',
      new Map((values ?? (value === undefined ? [] : [value])).map(([at, text]) => [at, Number(text)])),
    ]),
  );
}

/** Asks so many times, one after the other; the mean in milliseconds from a request to its answer, read and parsed. */
export async function millisecondsOf(client: Client, { path, requests }: Asked): Promise<number> {
  const start = performance.now();
  for (let request = 0; request < requests; request += 1) await ask(client, path);
  return (performance.now() - start) / requests;
}

async function ask(client: Client, path: string): Promise<unknown> {
  const { statusCode, body } = await client.request({ method: 'GET', path });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`${path} was answered ${statusCode}: ${text.slice(0, 500)}`);
  return JSON.parse(text);
}
