// Reads expositions of one target, whose lines are new at first and known from then on; one line of JSON tells bytes a microsecond, which are
// millions of bytes a second, for both. BENCH_SERIES is how many series, BENCH_REPETITIONS how many figures.
import { LineMemory } from '../../../src/metrics-engine/exposition/line-memory.ts';
import { readExposition } from '../../../src/metrics-engine/exposition/read-exposition.ts';
import { expositionText } from './exposition-text.ts';

const seriesCount = Number(process.env['BENCH_SERIES']);
const repetitions = Number(process.env['BENCH_REPETITIONS']);
const READINGS = 20;
const WARMING = 10;
const expositions = Array.from({ length: READINGS }, (_, scrape) => Buffer.from(expositionText(seriesCount, scrape)));

let sum = 0;
function read(memory: LineMemory<number>, bytes: Buffer): void {
  const listener = {
    meaningOf: () => 1,
    sample: (_: number, value: number) => void (sum += value),
    exemplar: () => undefined,
    metadata: () => undefined,
  };
  const reading = readExposition({ bytes, format: 'text', memory, listener });
  while (reading.next().done !== true) continue;
  memory.keepMet();
}

function rateOf(memoryFor: () => LineMemory<number>): number {
  const start = performance.now();
  for (const bytes of expositions) read(memoryFor(), bytes);
  const bytes = expositions.reduce((total, exposition) => total + exposition.length, 0);
  return bytes / ((performance.now() - start) * 1000);
}

const memory = new LineMemory<number>();
const rates = { known: () => rateOf(() => memory), fresh: () => rateOf(() => new LineMemory<number>()) };
for (let round = 0; round < WARMING; round += 1) rates.known();
const known = Array.from({ length: repetitions }, rates.known);
rates.fresh();
const fresh = Array.from({ length: repetitions }, rates.fresh);
process.stdout.write(`${JSON.stringify({ known, fresh, bytes: expositions[0]?.length ?? 0, sum })}\n`, () => process.exit(0));
