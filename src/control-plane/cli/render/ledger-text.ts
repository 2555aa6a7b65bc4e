import type { LedgerVerification } from '../../control/ports/ledger.ts';
import { countFigure } from '../../domain/gate/figures.ts';
import type { Paint } from '../paint.ts';
import { printable } from './printable.ts';

/** Whether the ledger holds, in a sentence; where it does not, at which record. */
export function ledgerText(verification: LedgerVerification, paint: Paint): string {
  if (verification.kind === 'intact')
    return `${paint.green('✓')} The ledger is intact: the hash chain holds over ${countFigure(verification.records)} records.\n${headText(verification)}`;
  const { position, stream, finding, sentence } = verification;
  return `${paint.red('✗')} The ledger was altered at record ${countFigure(position)}${stream === '' ? '' : `, stream ${printable(stream)}`} (${printable(finding)}): ${printable(sentence)}\n`;
}

function headText({ head, kept }: Extract<LedgerVerification, { kind: 'intact' }>): string {
  const found = kept === undefined ? '' : `  It has the kept head, record ${countFigure(kept.position)}.\n`;
  if (head === undefined) return found;
  return `${found}  Head: ${head.position}:${printable(head.hash)}\n  Keep it elsewhere, for --head: records cut off after it are not missed otherwise.\n`;
}
