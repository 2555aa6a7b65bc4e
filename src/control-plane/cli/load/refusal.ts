import type { LoadRefusal } from '../../control/ports/load-engine.ts';
import { CliFailure } from '../cli-failure.ts';
import { printable } from '../render/printable.ts';

/** What the engine refused, as the failure that the command ends with; nothing was sent. */
export function refusal({ blame, message }: LoadRefusal): CliFailure {
  return new CliFailure('usage', blame, printable(message), 'Nothing was sent.');
}
