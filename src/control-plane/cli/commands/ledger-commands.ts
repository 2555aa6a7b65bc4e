import { Command } from 'commander';
import type { LedgerHead, LedgerVerification } from '../../control/ports/ledger.ts';
import { CliFailure } from '../cli-failure.ts';
import { defineCommand } from '../define-command.ts';
import { headValue } from '../option-values.ts';
import type { Outcome } from '../outcome.ts';
import type { Paint } from '../paint.ts';
import type { Work } from '../perform.ts';
import { answers } from '../remote/answers.ts';
import { ledgerText } from '../render/ledger-text.ts';

function outcome(verification: LedgerVerification, paint: Paint): Outcome {
  const text = ledgerText(verification, paint);
  if (verification.kind === 'intact') return { decision: 'passed', reasons: [], data: { verification }, text };
  return {
    decision: 'blocked',
    reasons: [{ rule: verification.finding, verdict: 'fail', sentence: verification.sentence }],
    data: { verification },
    text,
  };
}

interface VerifyOptions {
  readonly offline?: boolean;
  readonly head?: LedgerHead;
}

function verifyWork({ offline, head }: VerifyOptions): Work {
  return async ({ client, actions, local, terminal }) => {
    const query = head === undefined ? '' : `?head=${head.position}:${head.hash}`;
    const verification = offline
      ? await actions.verifyLedger({ ...local(), head })
      : await (await client()).get(`/api/v1/ledger/verification${query}`, answers.verification);
    // A server that knows no heads would say intact without having compared.
    if (head !== undefined && verification.kind === 'intact' && verification.kept === undefined)
      throw new CliFailure(
        'error',
        'head-not-compared',
        'The kept head was not compared: this Sluice knows no --head.',
        'Update it, or ask with --offline.',
      );
    return outcome(verification, terminal.out.paint);
  };
}

/** `sluice ledger verify`. */
export function ledgerCommands(run: (command: Command, work: Work) => Promise<void>): Command {
  const verify = defineCommand('verify', {
    place: 'remote',
    summary: 'Walk the whole ledger and say whether its hash chain holds. Exit code 3 when it was altered.',
    examples: ['sluice ledger verify', 'sluice ledger verify --head 1204:9f86d081…', 'sluice ledger verify --offline --config sluice.yaml'],
  });
  verify
    .option('--offline', 'read the state folder itself, with no server running')
    .option('--head <position:hash>', 'fail unless the ledger still has this head, which was kept elsewhere', headValue)
    .action(() => run(verify, verifyWork(verify.opts<VerifyOptions>())));
  return new Command('ledger').description('Check the record of all decisions.').addCommand(verify);
}
