import { resolve } from 'node:path';
import { Command } from 'commander';
import type { NamedFile, RuleReport, RuleTools } from '../../control/ports/rule-tools.ts';
import { defineCommand } from '../define-command.ts';
import type { Decision } from '../exit.ts';
import type { Outcome } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { ruleReportsText } from '../render/rule-reports-text.ts';

/** Scripts that ran promtool go on to read its exit code. */
const PROMTOOL_FAILED = 1;

type Look = (tools: RuleTools, file: NamedFile, signal: AbortSignal) => Promise<RuleReport>;

function rulesWork(files: readonly string[], look: Look, toOutcome: (reports: readonly RuleReport[]) => Outcome): Work {
  return async ({ actions, surroundings, signal }) => {
    const tools = await actions.ruleTools();
    const reports: RuleReport[] = [];
    for (const name of files) reports.push(await look(tools, { name, path: resolve(surroundings.folder, name) }, signal));
    return toOutcome(reports);
  };
}

function outcome(reports: readonly RuleReport[], decision: Decision, text: string): Outcome {
  const reasons = reports.flatMap(({ file, problems }) =>
    problems.map((problem) => ({ rule: 'rules', verdict: 'fail' as const, sentence: `${file}: ${problem.trim()}` })),
  );
  const exit = decision === 'blocked' ? { exitCode: PROMTOOL_FAILED } : {};
  return { decision, ...exit, reasons, data: { files: reports }, text };
}

/** A run without a single test has measured nothing. */
function testOutcome(reports: readonly RuleReport[]): Outcome {
  const text = ruleReportsText(reports, {
    intro: 'Unit Testing:',
    between: '\n\n',
    success: ({ count }) => (count === 0 ? 'NO TESTS' : 'SUCCESS'),
  });
  if (hasProblems(reports)) return outcome(reports, 'blocked', text);
  return outcome(reports, reports.every(({ count }) => count === 0) ? 'inconclusive' : 'passed', text);
}

function checkOutcome(reports: readonly RuleReport[]): Outcome {
  const text = ruleReportsText(reports, { intro: 'Checking', between: '\n', success: ({ count }) => `SUCCESS: ${count} rules found` });
  return outcome(reports, hasProblems(reports) ? 'blocked' : 'passed', text);
}

const hasProblems = (reports: readonly RuleReport[]): boolean => reports.some(({ problems }) => problems.length > 0);

/** `sluice rules test` and `sluice rules check`: what promtool does on rule files, with nothing to install. */
export function rulesCommands(run: (command: Command, work: Work) => Promise<void>): Command {
  const test = defineCommand('test <files...>', {
    place: 'local',
    summary: "Run unit tests of rules, in promtool's format. Exit code 1 when one fails, 4 when there is not one test.",
    examples: ['sluice rules test alerts/tests/*.yaml', 'sluice rules test --json slo-test.yaml'],
  });
  test.action((files: readonly string[]) =>
    run(
      test,
      rulesWork(files, (tools, file, signal) => tools.test(file, signal), testOutcome),
    ),
  );
  const check = defineCommand('check <files...>', {
    place: 'local',
    summary: 'Look Prometheus rule files over: keys, names, expressions, templates. Exit code 1 when one is refused.',
    examples: ['sluice rules check alerts/rules/*.yaml'],
  });
  check.action((files: readonly string[]) =>
    run(
      check,
      rulesWork(files, (tools, file) => tools.check(file), checkOutcome),
    ),
  );
  return new Command('rules').description('Check and test Prometheus rule files.').addCommand(test).addCommand(check);
}
