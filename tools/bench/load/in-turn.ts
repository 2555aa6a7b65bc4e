import type { Bench } from '../bench.ts';

/** Runs each of the tools once a repetition, one after the other; who goes first changes, so that none always meets what another has just warmed. */
export async function inTurn<Figures>(
  bench: Bench,
  what: string,
  tools: Readonly<Record<string, () => Promise<Figures>>>,
): Promise<Readonly<Record<string, readonly Figures[]>>> {
  const runs: Record<string, Figures[]> = {};
  const names = Object.keys(tools);
  for (let repetition = 0; repetition < bench.repetitions; repetition += 1) {
    const shift = names.length === 0 ? 0 : repetition % names.length;
    for (const name of [...names.slice(shift), ...names.slice(0, shift)]) {
      bench.say(`  ${what} with ${name} (${repetition + 1}/${bench.repetitions})`);
      const run = await tools[name]?.();
      if (run !== undefined) (runs[name] ??= []).push(run);
    }
  }
  return runs;
}

/** The figures of each tool that `read` finds in its runs; a tool that does not tell one has none. */
export function samplesOf<Figures>(
  runs: Readonly<Record<string, readonly Figures[]>>,
  read: (figures: Figures) => number | undefined,
): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    Object.entries(runs).map(([name, measured]) => [name, measured.map(read).filter((value) => value !== undefined)]),
  );
}
