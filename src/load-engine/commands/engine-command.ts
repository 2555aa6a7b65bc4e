import type { Clock } from '../clock.ts';
import type { WatchGenerator } from '../generator/generator-figures.ts';
import type { SecretMask } from '../mask-secrets.ts';
import type { LastMessage, ProcessMessage } from '../run-protocol.ts';
import type { StartThread } from '../threads/thread-protocol.ts';
import type { OpenScript } from '../virtual-user.ts';

/** What a command of the engine's process works with. */
export interface CommandTools {
  /** Writes a message before the last; secrets are masked on the way. */
  readonly write: (message: ProcessMessage) => void;
  /** Hides the secrets of the request in a value. */
  readonly mask: SecretMask;
  /** The first signal to end. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly openScript: OpenScript;
  readonly startThread: StartThread;
  readonly watchGenerator: WatchGenerator;
}

/** Does what a request asks for and answers the last message. Throws ScriptRefused for what nothing was sent for; any other error is ours. */
export type EngineCommand<Request> = (request: Request, tools: CommandTools) => Promise<LastMessage>;
