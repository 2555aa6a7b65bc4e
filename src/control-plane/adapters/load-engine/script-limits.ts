/** A user's sandbox may use this much JavaScript heap: what an API script needs, some twenty times over. */
const VU_MEMORY_BYTES = 64 * 1024 * 1024;

/** An init stage that parses a large data file takes a second; ten mean that it hangs. */
const INIT_MS = 10_000;

/** What a script is held to, as the engine reads it. */
export interface ScriptLimits {
  readonly memoryBytes: number;
  readonly initMs: number;
  readonly allowedHosts: readonly string[] | undefined;
  readonly maxVus: number;
}

/** The limits of a run that may send to these hosts, and have so many users at once. */
export function scriptLimits(allowedHosts: readonly string[] | undefined, maxVus: number): ScriptLimits {
  return { memoryBytes: VU_MEMORY_BYTES, initMs: INIT_MS, allowedHosts, maxVus };
}
