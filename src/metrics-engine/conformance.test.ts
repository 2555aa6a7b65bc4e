import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alteredCases } from './promqltest/altered-cases.ts';
import { parseScript } from './promqltest/parse-script.ts';
import { runScript } from './promqltest/run-script.ts';
import type { Command, EvalCommand } from './promqltest/script.ts';

// Prometheus' own suite, read where CONFORMANCE_DIR says; `make conformance` prints the table. Without it there is nothing to run here: the
// project's own suite does not depend on it.
const folder = process.env['CONFORMANCE_DIR'];
const files = folder === undefined ? [] : readdirSync(join(folder, 'promql')).filter((name) => name.endsWith('.test'));
const options = { delayedNameRemoval: true };

describe("Prometheus' own suite", function () {
  this.timeout(300_000);

  if (folder === undefined) it('is run where CONFORMANCE_DIR names its folder', () => assert.equal(files.length, 0));

  for (const file of files) {
    const commands = parseScript(readFileSync(join(folder ?? '', 'promql', file), 'utf8'));

    it(`holds in every case of ${file} that is in scope`, async () => {
      const outcomes = await runScript(commands, options);
      const failed = outcomes.filter(({ outcome }) => outcome === 'failed');
      assert.deepEqual(failed, []);
      assert.ok(outcomes.some(({ outcome }) => outcome === 'passed'));
    });

    it(`is not passed by ${file} with its expectations altered`, async () => {
      const passed = new Set((await runScript(commands, options)).filter(({ outcome }) => outcome === 'passed').map(({ line }) => line));
      for (const { alteration, outcome, query, line } of await runAltered(commands, passed))
        assert.notEqual(outcome, 'passed', `${file}:${line} ${query} passes with ${alteration}`);
    });
  }
});

interface AlteredOutcome {
  readonly alteration: string;
  readonly line: number;
  readonly query: string;
  readonly outcome: string;
}

/** Runs the script once a kind of alteration, in which every case that passed is altered so. */
async function runAltered(commands: readonly Command[], passed: ReadonlySet<number>): Promise<readonly AlteredOutcome[]> {
  const isAltered = (command: Command): command is EvalCommand => command.kind === 'eval' && passed.has(command.line);
  const rounds = Math.max(0, ...commands.filter(isAltered).map((command) => alteredCases(command).length));
  const outcomes: AlteredOutcome[] = [];
  for (let round = 0; round < rounds; round++) {
    const alterations = new Map<number, string>();
    const altered = commands.map((command) => {
      const one = isAltered(command) ? alteredCases(command)[round] : undefined;
      if (one !== undefined) alterations.set(command.line, one.alteration);
      return one?.command ?? command;
    });
    for (const { line, query, outcome } of await runScript(altered, options)) {
      const alteration = alterations.get(line);
      if (alteration !== undefined) outcomes.push({ alteration, line, query, outcome });
    }
  }
  return outcomes;
}
