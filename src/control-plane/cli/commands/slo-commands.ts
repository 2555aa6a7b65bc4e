import { Command } from 'commander';
import type { SloStatus } from '../../control/control-plane.ts';
import { percentFigure } from '../../domain/gate/figures.ts';
import { defineCommand } from '../define-command.ts';
import { decideSlos } from '../exit.ts';
import type { OutcomeReason } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { answers } from '../remote/answers.ts';
import { sloText } from '../render/slo-text.ts';

function reason({ slo, budgetRemaining, note }: SloStatus): OutcomeReason {
  if (budgetRemaining === undefined) return { rule: 'no-data', verdict: 'inconclusive', sentence: `${slo}: ${note ?? 'no data'}` };
  const verdict = budgetRemaining <= 0 ? 'fail' : 'pass';
  return {
    rule: 'error-budget',
    verdict,
    sentence: `${slo}: ${percentFigure(budgetRemaining)} of the error budget left`,
    observed: budgetRemaining,
    limit: 0,
    unit: 'ratio',
  };
}

function statusWork(service: string | undefined): Work {
  return async ({ client, terminal }) => {
    const query = service === undefined ? '' : `?service=${encodeURIComponent(service)}`;
    const { slos } = await (await client()).get(`/api/v1/slos${query}`, answers.slos);
    return {
      decision: decideSlos(slos),
      reasons: slos.map(reason),
      data: { slos },
      text: sloText(slos, { paint: terminal.out.paint, width: terminal.out.width() }),
    };
  };
}

/** `sluice slo status`. */
export function sloCommands(run: (command: Command, work: Work) => Promise<void>): Command {
  const status = defineCommand('status [service]', {
    place: 'remote',
    summary: 'Show error budgets and burn rates as measured now, least budget first. Exit code 3 when a budget is spent, 4 without data.',
    examples: ['sluice slo status', 'sluice slo status workflow-service --json'],
  });
  status.action((service: string | undefined) => run(status, statusWork(service)));
  return new Command('slo').description('Look at objectives and error budgets.').addCommand(status);
}
