import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { compareRecords } from '../../control/compare-records.ts';
import { type ComparisonRun, compareTargets } from '../../control/compare-targets.ts';
import type { LoadScriptRequest } from '../../control/ports/load-engine.ts';
import type { LoadOutcome } from '../../control/ports/load-runner.ts';
import { type ComparisonPolicy, DEFAULT_COMPARISON, LEAST_ALPHA, MOST_PAIRS } from '../../domain/comparison/compared-pair.ts';
import type { Comparison } from '../../domain/comparison/judge-comparison.ts';
import { worst } from '../../domain/gate/verdict.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CommandContext } from '../command-context.ts';
import type { Decision } from '../exit.ts';
import { countValue, urlValue } from '../option-values.ts';
import type { Outcome } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { comparisonText } from '../render/comparison-text.ts';
import { defineLoadCommand, type LoadRun } from './define-load-command.ts';
import { withLoadExits } from './load-failure.ts';
import { openLoadLog } from './load-log.ts';
import { type LoadFlags, skippedStages, withVariables } from './load-settings.ts';
import { loadVariables } from './load-variables.ts';
import { refusal } from './refusal.ts';
import { type RunDisplay, runDisplay } from './run-display.ts';
import { scriptRequest } from './script-request.ts';

interface CompareFlags extends LoadFlags {
  readonly script?: string;
  readonly base?: string;
  readonly head?: string;
  readonly pairs: number;
  readonly alpha: number;
  readonly latencyMargin: number;
  readonly errorMargin: number;
  readonly keep?: string;
}

const policyOf = ({ alpha, latencyMargin, errorMargin }: CompareFlags): ComparisonPolicy => ({ alpha, latencyMargin, errorMargin });

function compareWork(records: readonly (string | undefined)[], given: CompareFlags): Work {
  return withLoadExits(async (context) => {
    const [base, head] = records;
    if (base !== undefined && head !== undefined) return outcomeOf(context, await recorded(context, [base, head], policyOf(given)));
    if (given.script === undefined || given.base === undefined || given.head === undefined || base !== undefined) {
      throw new CliFailure(
        'usage',
        'compare',
        'There is nothing to compare.',
        'Name two records (base.json head.json) or two folders of them, or run a script: --script <file> --base <url> --head <url>.',
      );
    }
    return outcomeOf(context, await running(context, given, { script: given.script, base: given.base, head: given.head }));
  });
}

async function recorded(context: CommandContext, records: readonly string[], policy: ComparisonPolicy): Promise<Comparison> {
  const engine = await context.actions.loadEngine();
  const { surroundings, signal, note } = context;
  const answer = await engine.figures({ records, workingFolder: surroundings.folder, signal, onLog: (_, message) => note(message) });
  if (answer.kind === 'refused') throw refusal(answer);
  const [base = [], head = []] = answer.runs;
  const compared = compareRecords(base, head, policy);
  if (!compared.ok) throw new CliFailure('usage', 'compare', `These records can't be compared: ${compared.problem}.`);
  return compared.comparison;
}

interface Targets {
  readonly script: string;
  readonly base: string;
  readonly head: string;
}

async function running(context: CommandContext, given: CompareFlags, targets: Targets): Promise<Comparison> {
  const variables = loadVariables(context.surroundings.environment.k6);
  const flags = { ...given, ...withVariables(given, variables) };
  const display = runDisplay(context, { quiet: flags.quiet === true });
  const log = openLoadLog(context, flags, display.print);
  try {
    const asked = await scriptRequest(context, { script: targets.script, flags, variables, onLog: log.log });
    if (flags.keep !== undefined)
      await Promise.all(SIDES.map((side) => mkdir(resolve(asked.workingFolder, flags.keep ?? '', side), { recursive: true })));
    return await compareTargets({
      run: (which) => runOnce(context, { asked, flags, targets, display }, which),
      pairs: flags.pairs,
      policy: policyOf(flags),
      chance: Math.random,
    });
  } finally {
    display.close();
    log.close();
  }
}

const SIDES = ['base', 'head'] as const;

interface RunPlan {
  readonly asked: LoadScriptRequest;
  readonly flags: CompareFlags;
  readonly targets: Targets;
  readonly display: RunDisplay;
}

async function runOnce(context: CommandContext, { asked, flags, targets, display }: RunPlan, which: ComparisonRun): Promise<LoadOutcome> {
  const url = targets[which.side];
  if (flags.quiet !== true) display.print(`Pair ${which.pair} of ${which.pairs}: ${which.side} ${url}\n`);
  const answer = await (await context.actions.loadEngine()).run({
    ...asked,
    env: { ...asked.env, BASE_URL: url },
    allowedHosts: asked.allowedHosts && [...asked.allowedHosts, new URL(url).host],
    outputs: flags.keep === undefined ? [] : [`record=${join(flags.keep, which.side, `${String(which.pair).padStart(2, '0')}.json`)}`],
    outputVariables: {},
    skip: [...skippedStages(flags), 'thresholds', 'handleSummary'],
    threads: flags.threads,
    withoutSamples: 'fails',
    traced: false,
    onProgress: display.show,
  });
  if (answer.kind === 'refused') throw refusal(answer);
  return answer;
}

const decisions: Readonly<Record<ReturnType<typeof worst>, Decision>> = { pass: 'passed', fail: 'blocked', inconclusive: 'inconclusive' };

function outcomeOf({ terminal }: CommandContext, comparison: Comparison): Outcome {
  const verdict = worst(comparison.reasons.map((reason) => reason.verdict));
  return {
    decision: decisions[verdict],
    reasons: comparison.reasons,
    data: { verdict, comparison },
    text: comparisonText(comparison, { paint: terminal.out.paint, width: terminal.out.width() }),
  };
}

/** Reads a share, as `5%` or `0.05`. */
function shareValue(least: number): (text: string) => number {
  return (text) => {
    const share = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
    if (text.trim() === '' || !(share >= least) || share > 1) throw new InvalidArgumentError('Write it as 5% or 0.05.');
    return share;
  };
}

/** `sluice load compare`: two records, or two running targets in turn, with intervals and a verdict that has an error guarantee. */
export function compareCommand(run: LoadRun): Command {
  const command = defineLoadCommand('compare [base] [head]', {
    summary:
      'Compare two targets by a script, run against each in turn, or two records (or folders of them). 0: not worse, 3: worse, 4: nobody can tell.',
    examples: [
      'sluice load compare --script script.ts --base http://127.0.0.1:8001 --head http://127.0.0.1:8002 --keep runs',
      'sluice load compare runs/base runs/head',
      'sluice load compare base.json head.json',
    ],
  });
  return command
    .option('--script <file>', 'the script to run; BASE_URL in its __ENV is the target of the run')
    .option('--base <url>', 'where the base answers', urlValue)
    .option('--head <url>', 'where the head answers', urlValue)
    .option('--pairs <count>', 'pairs of runs, each in an order drawn by lot', countValue(MOST_PAIRS), DEFAULT_COMPARISON.pairs)
    .option('--alpha <share>', 'the greatest chance of calling a head worse that is not', shareValue(LEAST_ALPHA), DEFAULT_COMPARISON.alpha)
    .option('--latency-margin <share>', 'what p50, p95 and p99 may be greater', shareValue(0), DEFAULT_COMPARISON.latencyMargin)
    .option('--error-margin <share>', 'what the error ratio may be greater', shareValue(0), DEFAULT_COMPARISON.errorMargin)
    .option('--keep <folder>', 'keep the record of each run there, in base/ and head/')
    .action((base: string | undefined, head: string | undefined) => run(command, compareWork([base, head], command.opts<CompareFlags>())));
}
