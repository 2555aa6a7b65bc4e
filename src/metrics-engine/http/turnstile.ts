import { QueryError } from '../query-result.ts';

/** Lets so many in at a time; the others wait in their order. */
export interface Turnstile {
  /** Resolves to what lets the next one in, to be called once. Rejects with QueryError 'timeout' when the signal aborts first. */
  readonly enter: (signal: AbortSignal) => Promise<() => void>;
}

/** Makes a turnstile that lets `places` in at a time. */
export function turnstile({ places }: { readonly places: number }): Turnstile {
  let free = places;
  const waiting = new Set<() => void>();
  const leave = () => {
    const [next] = waiting;
    if (next === undefined) free++;
    else next();
  };
  return {
    enter: (signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(gaveUp());
        if (free > 0) {
          free--;
          return resolve(leave);
        }
        const admit = () => {
          waiting.delete(admit);
          signal.removeEventListener('abort', giveUp);
          resolve(leave);
        };
        const giveUp = () => {
          waiting.delete(admit);
          reject(gaveUp());
        };
        waiting.add(admit);
        signal.addEventListener('abort', giveUp, { once: true });
      }),
  };
}

/** Source: Prometheus' words, before the colon. */
function gaveUp(): QueryError {
  return new QueryError('timeout', 'query timed out in query queue: too many others are being answered, try again later');
}
