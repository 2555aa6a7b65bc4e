import type { ReleaseView } from '../domain/release/release-view.ts';
import { CliFailure } from './cli-failure.ts';
import type { CommandContext } from './command-context.ts';
import { decideRelease, needsPerson } from './exit.ts';
import type { Outcome } from './outcome.ts';
import { type ReleaseDisplay, releaseLive, releaseLog } from './release-display.ts';
import { releaseReasons } from './release-reasons.ts';
import { answers } from './remote/answers.ts';
import type { ApiClient } from './remote/api-client.ts';
import { followRelease } from './remote/follow-release.ts';
import { nextCommands } from './render/next-commands.ts';
import { releaseVerdict } from './render/release-verdict.ts';

function display({ terminal, options, surroundings }: CommandContext): ReleaseDisplay {
  // stdout belongs to the one JSON document then.
  const screen = options.json === true ? terminal.note : terminal.out;
  return screen.isLive ? releaseLive(screen, surroundings.clock) : releaseLog(screen, terminal.note);
}

function unfinished(context: CommandContext, releaseId: string, release: ReleaseView | undefined, failure: CliFailure): Outcome {
  const awaited = release !== undefined && needsPerson(release) ? nextCommands(release)[0] : undefined;
  const decision = failure.decision === 'timed-out' && awaited !== undefined ? 'approval' : failure.decision;
  const sentence = `${failure.decision === 'interrupted' ? 'Stopped watching' : failure.message.replace(/\.$/, '')}: the release ${releaseId} goes on.`;
  context.note(sentence);
  if (awaited !== undefined) context.note(`  needed: ${awaited}`);
  context.note(`  watch:  sluice release watch ${releaseId}`);
  context.note(`  end it: sluice release abort ${releaseId} --reason "…"`);
  return { decision, reasons: [{ rule: failure.rule, sentence }], data: release === undefined ? { releaseId } : { release }, text: '' };
}

function finished({ terminal, surroundings }: CommandContext, release: ReleaseView): Outcome {
  const { paint, width } = terminal.out;
  const text = releaseVerdict(release, { paint, width: width(), nowMs: surroundings.clock.now() });
  return { decision: decideRelease(release), reasons: releaseReasons(release), data: { release }, text: `\n${text}` };
}

/** Watches a release until it has ended, and answers what it came to. When watching is cut short by Ctrl-C or `--timeout`, the release goes on, and this is said. */
export async function watchRelease(context: CommandContext, client: ApiClient, releaseId: string): Promise<Outcome> {
  const { signal, surroundings } = context;
  const shown = display(context);
  let latest: ReleaseView | undefined;
  try {
    for await (const news of followRelease({
      client,
      releaseId,
      clock: surroundings.clock,
      signal,
      chance: Math.random,
      onConnection: shown.notice,
      onProgress: shown.load,
    })) {
      latest = news.release;
      shown.show(news);
    }
    latest = await client.get(`/api/v1/releases/${releaseId}`, answers.release);
  } catch (error) {
    shown.close();
    if (signal.aborted && error instanceof CliFailure && error === signal.reason) return unfinished(context, releaseId, latest, error);
    throw error;
  } finally {
    shown.close();
  }
  return finished(context, latest);
}
