import type { Command } from 'commander';
import { CliFailure } from '../cli-failure.ts';
import { defineCommand } from '../define-command.ts';
import { durationValue, instantValue, reasonValue } from '../option-values.ts';
import { done } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { answers } from '../remote/answers.ts';
import { instant } from '../render/figures.ts';
import { freezeList } from '../render/freeze-list.ts';

type Run = (command: Command, work: Work) => Promise<void>;

interface FreezeOptions {
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly until?: number;
  /** Seconds. */
  readonly for?: number;
}

function freezeWork(service: string, { reason, until, for: seconds }: FreezeOptions): Work {
  return async ({ client, surroundings }) => {
    if (until !== undefined && seconds !== undefined)
      throw new CliFailure('usage', 'options', '--until and --for exclude each other.', 'Give one of them.');
    const untilMs = seconds === undefined ? until : surroundings.clock.now() + seconds * 1000;
    const body = { service, reason, ...(untilMs === undefined ? {} : { until: new Date(untilMs).toISOString() }) };
    const freeze = await (await client()).post('/api/v1/freezes', body, answers.freeze);
    const end =
      freeze.untilMs === undefined ? `until it is lifted: sluice unfreeze ${service} --reason "…"` : `until ${instant(freeze.untilMs)}`;
    return done(`${service} is frozen ${end}\n`, { freeze });
  };
}

function unfreezeWork(service: string, reason: string): Work {
  return async ({ client }) => {
    await (await client()).remove(`/api/v1/freezes/${encodeURIComponent(service)}?reason=${encodeURIComponent(reason)}`);
    return done(`${service} is no longer frozen.\n`, { service });
  };
}

function freezesWork(): Work {
  return async ({ client, terminal }) => {
    const { freezes } = await (await client()).get('/api/v1/freezes', answers.freezes);
    return done(freezeList(freezes, { paint: terminal.out.paint, width: terminal.out.width() }), { freezes });
  };
}

/** `sluice freeze`, `unfreeze` and `freezes`. */
export function freezeCommands(run: Run): readonly Command[] {
  const freeze = defineCommand('freeze <service>', {
    place: 'remote',
    summary: 'Hold back new releases of a service; a freeze that exists is replaced.',
    examples: [
      'sluice freeze workflow-service --reason "incident 4711" --for 2h',
      'sluice freeze workflow-service --reason "year end" --until 2027-01-02T06:00:00Z',
    ],
  });
  const unfreeze = defineCommand('unfreeze <service>', {
    place: 'remote',
    summary: 'Lift the freeze of a service.',
    examples: ['sluice unfreeze workflow-service --reason "incident closed"'],
  });
  const freezes = defineCommand('freezes', {
    place: 'remote',
    summary: 'List what is frozen, by whom and why.',
    examples: ['sluice freezes', 'sluice freezes --json'],
  });
  freeze
    .requiredOption('--reason <text>', 'why, for the ledger', reasonValue)
    .option('--for <duration>', 'lift it by itself after 30m, 2h …', durationValue)
    .option('--until <instant>', 'lift it by itself then, as 2026-12-24T18:00:00Z', instantValue)
    .action((service: string) => run(freeze, freezeWork(service, freeze.opts<FreezeOptions>())));
  unfreeze
    .requiredOption('--reason <text>', 'why, for the ledger', reasonValue)
    .action((service: string) => run(unfreeze, unfreezeWork(service, unfreeze.opts<FreezeOptions>().reason)));
  freezes.action(() => run(freezes, freezesWork()));
  return [freeze, unfreeze, freezes];
}
