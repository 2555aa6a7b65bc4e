/**
 * Which of a numbered row of things (users, iterations, starts) one process or thread has; the others have the rest.
 *
 * Shares of one division agree without speaking to each other: whatever the length of the row, each thing is in exactly one of them.
 */
export interface Share {
  /** Of the first `length` things, how many are here. */
  readonly count: (length: number) => number;
  /** The place in the whole row, from 0, of the thing that is the `index`-th here, from 0; ascending. */
  readonly at: (index: number) => number;
  /** A row of this length has at least one thing in every share of the division. */
  readonly period: number;
}

/** All of every row. */
export const WHOLE_SHARE: Share = { count: (length) => length, at: (index) => index, period: 1 };

/** The share that has the things at `places` of every `period`; `places` ascend. */
export function repeatedShare(places: readonly number[], period: number): Share {
  const before = new Uint32Array(period + 1);
  for (const place of places) before[place + 1] = 1;
  for (let place = 1; place <= period; place += 1) before[place] = (before[place] ?? 0) + (before[place - 1] ?? 0);
  return {
    period,
    count: (length) => Math.floor(length / period) * places.length + (before[length % period] ?? 0),
    at: (index) => Math.floor(index / places.length) * period + (places[index % places.length] ?? Number.NaN),
  };
}

/** Every `of`-th thing, from the `index`-th on. */
export function everyNth(index: number, of: number): Share {
  return repeatedShare([index], of);
}

/** A share of a share: what `inner` has of the things that `outer` has. */
export function shareWithin(outer: Share, inner: Share): Share {
  if (outer === WHOLE_SHARE) return inner;
  if (inner === WHOLE_SHARE) return outer;
  return {
    period: outer.period * inner.period,
    count: (length) => inner.count(outer.count(length)),
    at: (index) => outer.at(inner.at(index)),
  };
}

/**
 * The share of a row that is dealt out to `users` in rounds: who has a user has what that user is dealt.
 *
 * So nothing falls to a process or thread that has nobody to do it, and shares are as exact as those of the users.
 */
export function dealtShare(share: Share, users: number): Share {
  if (share === WHOLE_SHARE) return share;
  const here = share.count(users);
  if (here === 0) return { period: Math.max(1, users), count: () => 0, at: () => Number.NaN };
  return {
    period: users,
    count: (length) => Math.floor(length / users) * here + share.count(length % users),
    at: (index) => Math.floor(index / here) * users + share.at(index % here),
  };
}
