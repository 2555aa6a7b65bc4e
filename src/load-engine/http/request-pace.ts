/** Answers how many milliseconds the next request has to wait; each call takes one turn. */
export type RequestPace = () => number;

/** Spaces the requests of all virtual users evenly, at most `perSecond` of them, as the option rps wants; undefined or 0 sets no limit. */
export function requestPace(perSecond: number | undefined, now: () => number): RequestPace {
  if (perSecond === undefined || perSecond <= 0) return () => 0;
  const spacingMs = 1000 / perSecond;
  let next = 0;
  return () => {
    const at = now();
    const turn = Math.max(next, at);
    next = turn + spacingMs;
    return turn - at;
  };
}
