import { Command, Option } from 'commander';
import type { Role } from '../../control/ports/token-store.ts';
import { CliFailure } from '../cli-failure.ts';
import type { CommandContext } from '../command-context.ts';
import { defineCommand } from '../define-command.ts';
import { durationValue } from '../option-values.ts';
import { done } from '../outcome.ts';
import type { Work } from '../perform.ts';
import { answers } from '../remote/answers.ts';
import { instant } from '../render/figures.ts';
import { tokenList } from '../render/token-list.ts';

type Run = (command: Command, work: Work) => Promise<void>;

interface TokenOptions {
  readonly role: Role;
  /** Seconds. */
  readonly expiresIn?: number;
  readonly offline?: boolean;
}

async function create(context: CommandContext, name: string, { role, offline }: TokenOptions, expiresAtMs: number | undefined) {
  if (offline === true) return context.actions.createToken({ ...context.local(), name, role, expiresAtMs });
  const expiry = expiresAtMs === undefined ? {} : { expiresAt: new Date(expiresAtMs).toISOString() };
  return (await context.client()).post('/api/v1/tokens', { name, role, ...expiry }, answers.createdToken);
}

function createWork(name: string, options: TokenOptions): Work {
  return async (context) => {
    const expiresAtMs = options.expiresIn === undefined ? undefined : context.surroundings.clock.now() + options.expiresIn * 1000;
    const { text, token } = await create(context, name, options, expiresAtMs);
    const expiry = token.expiresAtMs === undefined ? 'does not expire' : `expires ${instant(token.expiresAtMs)}`;
    context.note(`Token ${token.id} for ${token.name} (${token.role}) ${expiry}. It is shown this once:`);
    return done(`${text}\n`, { token, text });
  };
}

function listWork({ offline }: { readonly offline?: boolean }): Work {
  return async (context) => {
    const tokens =
      offline === true
        ? await context.actions.listTokens(context.local())
        : (await (await context.client()).get('/api/v1/tokens', answers.tokens)).tokens;
    const { paint, width } = context.terminal.out;
    return done(tokenList(tokens, { paint, width: width(), nowMs: context.surroundings.clock.now() }), { tokens });
  };
}

function revokeWork(id: string, { offline }: { readonly offline?: boolean }): Work {
  return async (context) => {
    if (offline !== true) await (await context.client()).remove(`/api/v1/tokens/${encodeURIComponent(id)}`);
    else if (!(await context.actions.revokeToken({ ...context.local(), id })))
      throw new CliFailure('usage', 'unknown-token', `There is no live token ${id}.`, 'List them with: sluice token list --offline');
    return done(`Token ${id} is revoked.\n`, { id });
  };
}

function offline(command: Command): Command {
  return command.option('--offline', 'work on the state folder itself, with no server running');
}

/** `sluice token …`: issue, list and revoke tokens. */
export function tokenCommands(run: Run): Command {
  const create = defineCommand('create <name>', {
    place: 'remote',
    summary: 'Issue a token; it goes to stdout and is shown this once. <name> stands as the actor in the ledger.',
    examples: [
      'sluice token create github-actions --role ci --expires-in 90d',
      'sluice token create root --role admin --offline > admin.token',
    ],
  });
  const list = defineCommand('list', { place: 'remote', summary: 'List tokens, revoked ones included.', examples: ['sluice token list'] });
  const revoke = defineCommand('revoke <id>', {
    place: 'remote',
    summary: 'Revoke a token: its bearer is shut out at once.',
    examples: ['sluice token revoke 0123456789ab'],
  });
  offline(create)
    .addOption(
      new Option('--role <role>', 'what its bearer may do, each including those before')
        .choices(['viewer', 'ci', 'operator', 'admin'])
        .makeOptionMandatory(),
    )
    .option('--expires-in <duration>', 'for so long: 12h, 90d …', durationValue)
    .action((name: string) => run(create, createWork(name, create.opts<TokenOptions>())));
  offline(list).action(() => run(list, listWork(list.opts<{ readonly offline?: boolean }>())));
  offline(revoke).action((id: string) => run(revoke, revokeWork(id, revoke.opts<{ readonly offline?: boolean }>())));
  return new Command('token').description('Issue, list and revoke tokens.').addCommand(create).addCommand(list).addCommand(revoke);
}
