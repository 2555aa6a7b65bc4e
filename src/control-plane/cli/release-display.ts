import type { ReleaseNews } from '../control/control-plane.ts';
import type { Clock } from '../control/ports/clock.ts';
import type { LoadRunProgress } from '../control/ports/load-runner.ts';
import type { ReleaseView } from '../domain/release/release-view.ts';
import { needsPerson } from './exit.ts';
import { liveBlock } from './live-block.ts';
import { loadLine } from './render/load-line.ts';
import { newsLine, newsLogLine } from './render/news-line.ts';
import { nextCommands } from './render/next-commands.ts';
import { releaseBlock } from './render/release-block.ts';
import type { Screen } from './terminal.ts';

/** Shows a release under way. */
export interface ReleaseDisplay {
  readonly show: (news: ReleaseNews) => void;
  /** A look at the load gate while it runs. */
  readonly load: (progress: LoadRunProgress) => void;
  /** About the connection; undefined when it is well again. */
  readonly notice: (text: string | undefined) => void;
  readonly close: () => void;
}

/** Looks at a canary come with every scrape: a log shows where the release stands this often, in milliseconds, and all other news at once. */
const lookLineMs = 10_000;

/** Often enough to see that a load goes on, seldom enough for a log. */
const loadLineMs = 15_000;

/** Lines with their instant, for logs: news on `screen`; connection and what a person must do on `notes`. */
export function releaseLog(screen: Screen, notes: Screen): ReleaseDisplay {
  let asked = '';
  let isLost = false;
  let lookedMs = 0;
  let nextLoadMs = loadLineMs;
  return {
    close: () => undefined,
    load: (progress) => {
      if (progress.elapsedMs < loadLineMs) nextLoadMs = loadLineMs;
      if (progress.elapsedMs < nextLoadMs) return;
      nextLoadMs = progress.elapsedMs + loadLineMs;
      screen.stream.write(`load: ${loadLine(progress, screen.paint).replace(/^[█░]+ ?/u, '')}\n`);
    },
    notice: (text) => {
      if (text !== undefined && !isLost) notes.stream.write(`${text}\n`);
      isLost = text !== undefined;
    },
    show: (news) => {
      const isLook = news.event.kind === 'CanaryObserved';
      if (isLook && news.event.atMs - lookedMs < lookLineMs) return;
      if (isLook) lookedMs = news.event.atMs;
      screen.stream.write(newsLogLine(isLook ? { ...news, sentence: news.release.headline } : news));
      const [command = ''] = needsPerson(news.release) ? nextCommands(news.release) : [];
      if (command !== '' && command !== asked) notes.stream.write(`A person is needed: ${command}\n`);
      asked = command;
    },
  };
}

/** News that stay above one block that is painted over, every second for its clock. */
export function releaseLive(screen: Screen, clock: Clock): ReleaseDisplay {
  const block = liveBlock(screen);
  const closing = new AbortController();
  let release: ReleaseView | undefined;
  let notice: string | undefined;
  let load: LoadRunProgress | undefined;
  const paint = () => {
    if (release !== undefined)
      block.paint(releaseBlock(release, { paint: screen.paint, width: screen.width(), nowMs: clock.now(), notice, load }));
  };
  const tick = async () => {
    while (!closing.signal.aborted) {
      await clock.sleep(1000, closing.signal);
      if (!closing.signal.aborted) paint();
    }
  };
  void tick();
  return {
    show: (news) => {
      release = news.release;
      load = undefined;
      if (news.event.kind !== 'CanaryObserved') block.print(newsLine(news, { paint: screen.paint, width: screen.width() }));
      paint();
    },
    load: (progress) => {
      load = progress;
      paint();
    },
    notice: (text) => {
      notice = text;
      paint();
    },
    close: () => {
      closing.abort();
      block.close();
    },
  };
}
