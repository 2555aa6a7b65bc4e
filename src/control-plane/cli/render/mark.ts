import type { ReleaseStatus } from '../../domain/release/release-view.ts';
import type { Paint } from '../paint.ts';

/** A state in a sign and a word, and how it is painted. */
export interface Mark {
  readonly sign: string;
  readonly word: string;
  readonly style: (text: string) => string;
}

/** How a gate or a step stands. */
export type MarkedState = 'pass' | 'passed' | 'fail' | 'inconclusive' | 'error' | 'waiting' | 'running';

/** The mark of a gate's or a step's state. */
export function stateMark(state: MarkedState, paint: Paint): Mark {
  switch (state) {
    case 'pass':
    case 'passed':
      return { sign: '✓', word: state, style: paint.green };
    case 'fail':
      return { sign: '✗', word: state, style: paint.red };
    case 'inconclusive':
      return { sign: '?', word: state, style: paint.yellow };
    case 'error':
      return { sign: '!', word: state, style: paint.yellow };
    case 'waiting':
      return { sign: '○', word: state, style: paint.dim };
    case 'running':
      return { sign: '●', word: state, style: paint.cyan };
  }
}

/** The mark of a release's status. */
export function statusMark(status: ReleaseStatus, paint: Paint): Mark {
  switch (status) {
    case 'promoted':
      return { sign: '✓', word: status, style: paint.green };
    case 'blocked':
    case 'rolled-back':
    case 'aborted':
      return { sign: '✗', word: status, style: paint.red };
    case 'held':
      return { sign: '‖', word: status, style: paint.yellow };
    case 'rolling-back':
      return { sign: '↩', word: status, style: paint.yellow };
    case 'gating':
    case 'rolling-out':
      return { sign: '●', word: status, style: paint.cyan };
  }
}

/** The mark in one string: `✓ pass`. */
export function markText({ sign, word }: Mark): string {
  return `${sign} ${word}`;
}
