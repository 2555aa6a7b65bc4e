import { CliFailure } from './cli-failure.ts';
import type { CommandContext, CommonOptions } from './command-context.ts';
import { exitCodes } from './exit.ts';
import { failureOutcome } from './failure-outcome.ts';
import { type Patience, startLimits } from './limits.ts';
import type { LocalActions } from './local-actions.ts';
import { urlValue } from './option-values.ts';
import { type Outcome, outcomeJson } from './outcome.ts';
import type { Surroundings } from './surroundings.ts';
import { createTerminal } from './terminal.ts';

/** What a command does; undefined when it has said all there is to say. */
export type Work = (context: CommandContext) => Promise<Outcome | undefined>;

/** What the CLI stands on. */
export interface CliParts {
  readonly actions: LocalActions;
  readonly surroundings: Surroundings;
}

const defaultUrl = 'http://127.0.0.1:7070';

function urlOf(options: CommonOptions, url: string | undefined): string {
  if (options.url !== undefined || url === undefined) return options.url ?? defaultUrl;
  try {
    return urlValue(url);
  } catch (cause) {
    throw new CliFailure('usage', 'url', 'SLUICE_URL is not a plain URL.', 'Write it as http://host:port.', cause);
  }
}

function context(parts: CliParts, options: CommonOptions, signal: AbortSignal): CommandContext {
  const { surroundings, actions } = parts;
  const { environment, folder } = surroundings;
  const terminal = createTerminal(surroundings, options);
  return {
    surroundings,
    actions,
    options,
    signal,
    terminal,
    client: async () => {
      const url = urlOf(options, environment.url);
      // Loaded when needed: an HTTP client and a YAML reader are half of the time that the CLI takes to start.
      const [{ createApiClient }, { findToken }] = await Promise.all([import('./remote/api-client.ts'), import('./remote/find-token.ts')]);
      const token = await findToken({ url, tokenFile: options.tokenFile, configFile: options.config, environment, folder });
      return createApiClient({ url, token, signal });
    },
    local: () => ({ configFile: options.config, environment, folder, signal }),
    note: (line) => terminal.note.stream.write(`${line}\n`),
  };
}

/** Does the work of one command, prints what it came to, and answers the exit code. Never rejects. */
export async function perform(parts: CliParts, options: CommonOptions, work: Work, patience?: Patience): Promise<number> {
  const { signal, dispose } = startLimits({ surroundings: parts.surroundings, timeoutSeconds: options.timeout, patience });
  const here = context(parts, options, signal);
  try {
    const outcome = await work(here);
    if (outcome === undefined) return exitCodes.passed;
    const code = outcome.exitCode ?? exitCodes[outcome.decision];
    // Before anything is written: a reader who has gone ends the process, and must not turn this code into another.
    parts.surroundings.settle(code);
    parts.surroundings.stdout.write(options.json === true ? outcomeJson(outcome) : outcome.text);
    return code;
  } catch (error) {
    // Whatever breaks after the signal broke because of it.
    const { outcome, lines } = failureOutcome(signal.aborted ? signal.reason : error);
    for (const line of lines) here.note(line.startsWith('sluice:') ? here.terminal.note.paint.red(line) : line);
    if (options.json === true) parts.surroundings.stdout.write(outcomeJson(outcome));
    return exitCodes[outcome.decision];
  } finally {
    dispose();
  }
}
