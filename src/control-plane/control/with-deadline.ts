/** A signal that aborts after `ms`, or with the given one, whichever is first. */
export function withDeadline(ms: number, signal?: AbortSignal): AbortSignal {
  const deadline = AbortSignal.timeout(ms);
  return signal === undefined ? deadline : AbortSignal.any([deadline, signal]);
}
