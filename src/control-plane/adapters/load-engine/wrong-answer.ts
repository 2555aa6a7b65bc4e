import { SourceError } from '../../control/ports/source-error.ts';

/** The error for an answer that belongs to another command: the engine and we are not of the same version. */
export function wrongAnswer(type: string): SourceError {
  return new SourceError('load-runner-crashed', `the load engine answered with "${type}", which was not asked for`, { retryable: false });
}
