import type { Logger } from 'pino';
import type { Notifier } from '../../control/ports/notifier.ts';

/** Tells people by the log, for where nothing else is configured: one line at level info, with the notice's id, title and text. Never throws. */
export function logNotifier({ logger }: { readonly logger: Pick<Logger, 'info'> }): Notifier {
  return {
    async notify({ id, title, text }) {
      logger.info({ noticeId: id, text }, title);
    },
  };
}
