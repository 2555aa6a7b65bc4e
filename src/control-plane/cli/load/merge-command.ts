import { Command } from 'commander';
import { loadEnd } from '../load-exit.ts';
import type { Work } from '../perform.ts';
import type { LoadRun } from './define-load-command.ts';
import { endReasons } from './end-reasons.ts';
import { loadOutcome, withLoadExits } from './load-failure.ts';
import { paintSummary } from './paint-summary.ts';
import { refusal } from './refusal.ts';

const EXAMPLES = ['sluice load merge a.json b.json', 'sluice load merge records/*.json --out html=report.html --out record=whole.json'];

function mergeWork(records: readonly string[], out: readonly string[]): Work {
  return withLoadExits(async ({ actions, surroundings, terminal, signal, note }) => {
    const engine = await actions.loadEngine();
    const answer = await engine.merge({
      records,
      outputs: out,
      workingFolder: surroundings.folder,
      signal,
      onLog: (level, message) => {
        if (level !== 'debug') note(message);
      },
    });
    if (answer.kind === 'refused') throw refusal(answer);
    const { result } = answer;
    const end = loadEnd(result, { vacuous: false });
    return loadOutcome(end, { reasons: endReasons(end, result), data: { end, result }, text: paintSummary(result, terminal.out.paint) });
  });
}

/** `sluice load merge`: the records of all processes of one test, judged as one; text and exit code are those of a run. */
export function mergeCommand(run: LoadRun): Command {
  const command = new Command('merge').description('Merge the records of all parts of a test, and judge the whole. Nothing is sent.');
  return command
    .argument('<records...>', 'files that sluice load run --out record=<file> has written')
    .option(
      '-o, --out <output>',
      'record=<file>, html=<file> or summary-export=<file>',
      (one, more: readonly string[]) => [...more, one],
      [],
    )
    .option('--json', 'print one JSON document on stdout')
    .option('--no-color', 'neither colour nor repainting (also NO_COLOR, TERM=dumb)')
    .addHelpText('before', `Examples:\n${EXAMPLES.map((example) => `  $ ${example}`).join('\n')}\n`)
    .action((records: readonly string[]) => run(command, mergeWork(records, command.opts<{ readonly out: readonly string[] }>().out)));
}
