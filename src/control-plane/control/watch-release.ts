import { describeEvent } from '../domain/release/describe-event.ts';
import type { ReleaseEvent } from '../domain/release/release-event.ts';
import { viewRelease } from '../domain/release/view-release.ts';
import type { ReleaseNews } from './control-plane.ts';
import { releaseStream } from './ledger-streams.ts';
import type { Ledger, LedgerRecord } from './ports/ledger.ts';

/** Another replica's records are not announced in this process: they are found by reading again this often. */
const pollMs = 2_000;

/** Everything recorded of a release after a position, then live, until it has ended or the signal aborts. An unknown release gives nothing. */
export async function* watchRelease(
  ledger: Ledger,
  releaseId: string,
  afterPosition: number,
  signal: AbortSignal,
): AsyncGenerator<ReleaseNews> {
  const stream = releaseStream(releaseId);
  const events: ReleaseEvent[] = [];
  let version = 0;
  const bell = ringOnRecord(ledger, stream);
  try {
    while (!signal.aborted) {
      const heard = bell.next(signal);
      const records = await ledger.read(stream, version);
      for (const record of records) {
        version = record.version;
        const news = newsOf(events, record);
        if (news === undefined) return;
        if (record.position > afterPosition) yield news;
        if (isLast(news)) return;
      }
      if (version === 0) return;
      await heard;
    }
  } finally {
    bell.stop();
  }
}

function newsOf(events: ReleaseEvent[], record: LedgerRecord): ReleaseNews | undefined {
  const event = record.event as ReleaseEvent;
  events.push(event);
  const release = viewRelease(events);
  if (release === undefined) return undefined;
  return { position: record.position, event: { kind: event.kind, atMs: event.atMs }, sentence: describeEvent(event), release };
}

function isLast(news: ReleaseNews): boolean {
  return news.release.endedAtMs !== undefined;
}

function ringOnRecord(ledger: Ledger, stream: string): { next(signal: AbortSignal): Promise<void>; stop(): void } {
  let ring: () => void = () => {};
  const unfollow = ledger.follow((record) => {
    if (record.stream === stream) ring();
  });
  return {
    next: (signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(done, pollMs);
        function done(): void {
          clearTimeout(timer);
          signal.removeEventListener('abort', done);
          resolve();
        }
        ring = done;
        signal.addEventListener('abort', done, { once: true });
      }),
    stop() {
      unfollow();
      ring();
    },
  };
}
