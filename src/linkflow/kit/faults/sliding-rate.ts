const WINDOW_MS = 1000;

/** Counts what happened in the last second. `hit(nowMs)` notes one more and answers how many there were within the second that ends now, itself included. */
export interface SlidingRate {
  hit(nowMs: number): number;
}

/** A sliding window of one second over instants handed in ascending, in milliseconds; it holds one number an event, of the last second only. */
export function slidingRate(): SlidingRate {
  let times: number[] = [];
  let start = 0;
  return {
    hit: (nowMs) => {
      times.push(nowMs);
      while ((times[start] ?? nowMs) <= nowMs - WINDOW_MS) start += 1;
      if (start > 1024) {
        times = times.slice(start);
        start = 0;
      }
      return times.length - start;
    },
  };
}
