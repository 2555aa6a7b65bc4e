import { Command } from 'commander';
import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { CommandContext } from '../command-context.ts';
import { defineCommand } from '../define-command.ts';
import { decideRelease } from '../exit.ts';
import { countValue, reasonValue } from '../option-values.ts';
import { done, type Outcome } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { releaseReasons } from '../release-reasons.ts';
import { answers } from '../remote/answers.ts';
import { resolveReleaseId } from '../remote/release-id.ts';
import { releaseList } from '../render/release-list.ts';
import { releaseText } from '../render/release-text.ts';
import { watchRelease } from '../watch-release.ts';

type Run = (command: Command, work: Work) => Promise<void>;

interface StartOptions {
  readonly version: string;
  readonly reason?: string;
  readonly fix?: boolean;
  readonly watch?: boolean;
}

function page({ terminal, surroundings }: CommandContext) {
  return { paint: terminal.out.paint, width: terminal.out.width(), nowMs: surroundings.clock.now() };
}

function accepted(context: CommandContext, release: ReleaseView, said: string): Outcome {
  context.note(said);
  if (release.endedAtMs === undefined) context.note(`  watch: sluice release watch ${release.releaseId}`);
  return { decision: 'accepted', reasons: [], data: { release }, text: `${release.releaseId}\n` };
}

function startWork(service: string, { version, reason, fix, watch }: StartOptions): Work {
  return async (context) => {
    const client = await context.client();
    const release = await client.post('/api/v1/releases', { service, version, reason, fix }, answers.release);
    if (watch === true) return watchRelease(context, client, release.releaseId);
    return accepted(context, release, `Requested ${release.releaseId}: ${service} ${version} → ${release.environment}.`);
  };
}

function statusWork(named: string): Work {
  return async (context) => {
    const client = await context.client();
    const release = await client.get(`/api/v1/releases/${await resolveReleaseId(client, named)}`, answers.release);
    return {
      decision: decideRelease(release),
      reasons: releaseReasons(release),
      data: { release },
      text: releaseText(release, page(context)),
    };
  };
}

function watchWork(named: string): Work {
  return async (context) => {
    const client = await context.client();
    return watchRelease(context, client, await resolveReleaseId(client, named));
  };
}

function listWork({ service, limit }: { readonly service?: string; readonly limit: number }): Work {
  return async (context) => {
    const client = await context.client();
    const query = service === undefined ? '' : `&service=${encodeURIComponent(service)}`;
    const { releases } = await client.get(`/api/v1/releases?limit=${limit}${query}`, answers.releases);
    return done(releaseList(releases, page(context)), { releases });
  };
}

function steerWork(action: string, named: string, reason: string): Work {
  return async (context) => {
    const client = await context.client();
    const id = await resolveReleaseId(client, named);
    const release = await client.post(`/api/v1/releases/${id}/${action}`, { reason }, answers.release);
    return accepted(context, release, `Taken on: ${action} ${id}. It stands at: ${release.status}.`);
  };
}

function startCommand(run: Run): Command {
  const command = defineCommand('start <service>', {
    place: 'remote',
    summary:
      'Request a release: gates first, then traffic step by step. With --watch, exit code 0 promoted, 3 blocked, 4 inconclusive, 5 approval.',
    examples: [
      'sluice release start workflow-service --version v2 --watch',
      'sluice release start workflow-service --version v2.0.1 --fix --reason "corrects the p95 regression"',
    ],
  });
  return command
    .requiredOption('--version <version>', 'the version to bring to 100 %')
    .option('--reason <text>', 'why, for the ledger', reasonValue)
    .option('--fix', 'this release repairs: it may go although the error budget is spent or the service is frozen (role operator)')
    .option('--watch', 'follow it until it has ended')
    .action((service: string) => run(command, startWork(service, command.opts<StartOptions>())));
}

function listCommand(run: Run): Command {
  const command = defineCommand('list', {
    place: 'remote',
    summary: 'List releases, newest first.',
    examples: ['sluice release list', 'sluice release list --service workflow-service --limit 5 --json'],
  });
  return command
    .option('--service <service>', 'of this service only')
    .option('--limit <number>', 'at most so many', countValue(500), 20)
    .action(() => run(command, listWork(command.opts<{ readonly service?: string; readonly limit: number }>())));
}

const readings = {
  status: {
    work: statusWork,
    summary:
      'Show a release with all its evidence. The exit code is its decision so far: 0 promoted, 3 blocked, 4 not decided, 5 a person is needed.',
  },
  watch: {
    work: watchWork,
    summary: 'Follow a release until it has ended; a restart of the server does not disturb. Ctrl-C leaves the release alone.',
  },
} as const;

function readingCommand(name: keyof typeof readings, run: Run): Command {
  const { work, summary } = readings[name];
  const command = defineCommand(`${name} <release>`, {
    place: 'remote',
    summary: `${summary} <release> is an id, or a service for its latest.`,
    examples: [`sluice release ${name} production.workflow-service.7`, `sluice release ${name} workflow-service`],
  });
  return command.action((named: string) => run(command, work(named)));
}

const steerings = {
  promote: 'Let a step that waits for a person go on. Refused where evidence is what is missing.',
  abort: 'End a release: traffic goes back to the baseline.',
  approve: 'Open the approval gate of a release.',
  deny: 'Close the approval gate of a release for good.',
} as const;

function steeringCommand(action: keyof typeof steerings, run: Run): Command {
  const command = defineCommand(`${action} <release>`, {
    place: 'remote',
    summary: `${steerings[action]} <release> is an id, or a service for its latest.`,
    examples: [`sluice release ${action} production.workflow-service.7 --reason "seen with the team"`],
  });
  return command
    .requiredOption('--reason <text>', 'why, for the ledger', reasonValue)
    .action((named: string) => run(command, steerWork(action, named, command.opts<{ readonly reason: string }>().reason)));
}

/** `sluice release …`: request, look at and steer releases of a running Sluice. */
export function releaseCommands(run: Run): Command {
  const group = new Command('release').description('Request, watch and steer releases.');
  const commands = [startCommand(run), readingCommand('status', run), readingCommand('watch', run), listCommand(run)];
  for (const command of commands) group.addCommand(command);
  for (const action of ['promote', 'abort', 'approve', 'deny'] as const) group.addCommand(steeringCommand(action, run));
  return group;
}
