import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Bench } from '../bench.ts';
import type { PassMark } from '../pass-mark.ts';
import { succeeded } from '../processes.ts';
import type { Row, Section, Unit } from '../section.ts';
import { spreadOf } from '../spread.ts';

const MEASURED = 'measured';
const SERIES = 10_000;
const MEGABYTE = 1e6;

const parseSchema = z.object({ known: z.array(z.number()), fresh: z.array(z.number()), bytes: z.number() });
const storeSchema = z.object({
  appends: z.array(z.number()),
  commits: z.array(z.number()),
  logged: z.array(z.number()),
  bytes: z.object({ counter: z.number(), jittered: z.number(), decimals: z.number(), doubles: z.number() }),
});
const seriesSchema = z.object({ heap: z.number(), rss: z.number(), series: z.number(), leastSamples: z.number() });

/** What it takes to take samples in: to read expositions, to append, to keep. */
export async function benchIngest(bench: Bench): Promise<Section> {
  const parsed = parseSchema.parse(
    await child(bench, 'exposition', { BENCH_SERIES: String(SERIES), BENCH_REPETITIONS: String(bench.repetitions) }),
  );
  const stored = storeSchema.parse(
    await child(bench, 'store', { BENCH_REPETITIONS: String(bench.repetitions), BENCH_FOLDER: join(bench.folder, 'store') }),
  );
  const kept = seriesSchema.parse(await child(bench, 'series', {}));
  const rows = [
    row('exposition, lines that are known', 'MB/s', parsed.known),
    row('exposition, lines that are new', 'MB/s', parsed.fresh),
    row('append', 'ns', stored.appends),
    row('append, a scrape at once', 'ns', stored.commits),
    row('append, a scrape at once, with the log', 'ns', stored.logged),
    row('sealed sample, counter', 'B', [stored.bytes.counter]),
    row('sealed sample, counter, times off by up to 0.1 s', 'B', [stored.bytes.jittered]),
    row('sealed sample, gauge of three decimals', 'B', [stored.bytes.decimals]),
    row('sealed sample, any doubles', 'B', [stored.bytes.doubles]),
    row('an hour of scrapes, all-in', 'MB', [kept.heap / MEGABYTE]),
    row('· growth of the process', 'MB', [kept.rss / MEGABYTE]),
  ];
  return {
    title: 'Samples taken in',
    columns: [MEASURED],
    rows,
    marks: marksOf(rows),
    notes: [
      `The exposition has ${parsed.bytes} bytes, of one target. Its lines are new at a target's first scrape only.`,
      'Appends are of 1,000 series in turn and include sealing; a scrape at once is as the collector hands it to the store, and its log is on the disk of this machine.',
      `All-in: ${kept.series} series scraped each 15 s from ten targets, ${kept.leastSamples} times each at least: heap and external memory that the engine holds, garbage collected.`,
      'The process grows by more: by code that is compiled meanwhile, and what V8 and malloc hold in reserve.',
    ],
  };
}

const row = (name: string, unit: Unit, samples: readonly number[]): Row => ({ name, unit, samples: { [MEASURED]: samples } });

function marksOf(rows: readonly Row[]): readonly PassMark[] {
  const mark = (name: string, bound: PassMark['bound'], limit: number): PassMark => {
    const found = rows.find((each) => each.name === name);
    return { name, bound, limit, unit: found?.unit ?? 'n', observed: spreadOf(found?.samples[MEASURED] ?? [])?.median };
  };
  return [
    mark('exposition, lines that are known', 'at least', 200),
    mark('append', 'at most', 150),
    mark('sealed sample, counter', 'at most', 2.5),
    mark('an hour of scrapes, all-in', 'at most', 70),
  ];
}

async function child({ processes, say }: Bench, name: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  say(`  ${name}`);
  const file = fileURLToPath(import.meta.resolve(`./${name}-child.ts`));
  const ended = await processes.run({ name, command: [process.execPath, file], env, deadlineMs: 300_000 });
  return JSON.parse(succeeded(name, ended));
}
