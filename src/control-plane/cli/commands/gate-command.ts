import type { Command } from 'commander';
import type { CiGateResult } from '../../control/control-plane.ts';
import { writeCiOutputs } from '../ci/write-ci-outputs.ts';
import type { CommandContext } from '../command-context.ts';
import { defineCommand } from '../define-command.ts';
import { decideGates } from '../exit.ts';
import { gateLive, gateLog } from '../gate-display.ts';
import { urlValue } from '../option-values.ts';
import type { Outcome } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { ciGateText, gateHeadline } from '../render/ci-gate-text.ts';

interface GateOptions {
  readonly version: string;
  readonly url: string;
  readonly junit?: string;
  readonly against?: string;
}

function gateReasons(result: CiGateResult): Outcome['reasons'] {
  return result.gates.flatMap((gate): Outcome['reasons'] => {
    if (gate.verdict === 'error') return [{ gate: gate.gate, rule: 'not-measured', sentence: gate.problem }];
    return gate.reasons.map((reason) => ({ gate: gate.gate, ...reason }));
  });
}

async function runGates(context: CommandContext, service: string, { version, url, against }: GateOptions): Promise<CiGateResult> {
  const screen = context.terminal.note;
  const display = screen.isLive ? gateLive(screen) : gateLog(screen);
  const stopping = () => {
    display.close();
    context.note('Stopping the gates. Ctrl-C again ends at once.');
  };
  context.signal.addEventListener('abort', stopping, { once: true });
  try {
    return await context.actions.gate({ ...context.local(), service, version, url, against, onProgress: display.show });
  } finally {
    context.signal.removeEventListener('abort', stopping);
    display.close();
  }
}

function gateWork(service: string, options: GateOptions): Work {
  return async (context) => {
    const result = await runGates(context, service, options);
    await writeCiOutputs(result, { surroundings: context.surroundings, junit: options.junit });
    const { paint, width } = context.terminal.out;
    const data = {
      headline: gateHeadline(result),
      service: result.service,
      version: result.version,
      gates: result.gates,
      startedAtMs: result.startedAtMs,
      finishedAtMs: result.finishedAtMs,
    };
    return { decision: decideGates(result.gates), reasons: gateReasons(result), data, text: ciGateText(result, { paint, width: width() }) };
  };
}

/** `sluice gate`: the gates of a service run once in this process, for CI. */
export function gateCommand(run: (command: Command, work: Work) => Promise<void>): Command {
  const command = defineCommand('gate <service>', {
    place: 'local',
    summary: 'Run the gates of a service once against a running instance, without a server. Exit code 0 passed, 3 blocked, 4 inconclusive.',
    examples: [
      'sluice gate workflow-service --version $GITHUB_SHA --url http://127.0.0.1:8003',
      'sluice gate workflow-service --version v2 --url http://127.0.0.1:8003 --junit reports/gate.xml --timeout 10m',
      'sluice gate workflow-service --version v2 --url http://127.0.0.1:8003 --against main',
      'sluice gate workflow-service --version v2 --url http://127.0.0.1:8003 --json | jq .decision',
    ],
  });
  return command
    .requiredOption('--version <version>', 'the version under test')
    .requiredOption('--url <url>', 'where the service under test answers', urlValue)
    .option('--against <version>', 'compare the load with another version that is up: a name in load.compare.targets, or its URL')
    .option('--junit <file>', 'write the result as JUnit XML')
    .action((service: string) => run(command, gateWork(service, command.opts<GateOptions>())));
}
