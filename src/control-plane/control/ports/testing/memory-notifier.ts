import type { Notifier } from '../notifier.ts';
import { SourceError } from '../source-error.ts';

/** One notice as it was sent. */
export type Notice = Parameters<Notifier['notify']>[0];

/** A notifier whose receiver is the test. */
export interface MemoryNotifier extends Notifier {
  /** What people were told, oldest first; a repetition of an id tells them nothing. */
  told(): readonly Notice[];
  /** While not reachable, notices are refused as `notifier-unreachable`. */
  setReachable(reachable: boolean): void;
}

/** A notifier that has told nothing. */
export function memoryNotifier(): MemoryNotifier {
  const notices = new Map<string, Notice>();
  let reachable = true;
  return {
    async notify(notice) {
      if (!reachable) throw new SourceError('notifier-unreachable', 'The webhook does not answer.', { retryable: true });
      if (!notices.has(notice.id)) notices.set(notice.id, notice);
    },
    told: () => [...notices.values()],
    setReachable(now) {
      reachable = now;
    },
  };
}
