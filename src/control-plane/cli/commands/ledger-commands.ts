import { Command } from 'commander';
import type { LedgerVerification } from '../../control/ports/ledger.ts';
import { defineCommand } from '../define-command.ts';
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

function verifyWork(isOffline: boolean): Work {
  return async ({ client, actions, local, terminal }) => {
    const verification = isOffline
      ? await actions.verifyLedger(local())
      : await (await client()).get('/api/v1/ledger/verification', answers.verification);
    return outcome(verification, terminal.out.paint);
  };
}

/** `sluice ledger verify`. */
export function ledgerCommands(run: (command: Command, work: Work) => Promise<void>): Command {
  const verify = defineCommand('verify', {
    place: 'remote',
    summary: 'Walk the whole ledger and say whether its hash chain holds. Exit code 3 when it was altered.',
    examples: ['sluice ledger verify', 'sluice ledger verify --offline --config sluice.yaml'],
  });
  verify
    .option('--offline', 'read the state folder itself, with no server running')
    .action(() => run(verify, verifyWork(verify.opts<{ readonly offline?: boolean }>().offline === true)));
  return new Command('ledger').description('Check the record of all decisions.').addCommand(verify);
}
