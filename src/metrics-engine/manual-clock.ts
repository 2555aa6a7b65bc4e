import type { CollectorClock } from './scrape/collector-clock.ts';

interface Alarm {
  readonly atMs: number;
  readonly ring: () => void;
}

/** A clock that stands still until it is moved, for tests. */
export interface ManualClock extends CollectorClock {
  /** Moves on, ringing each alarm at its time, and lets whatever it set off run as far as it can without time passing. */
  advance(ms: number): Promise<void>;
}

/** A clock that shows startMs. */
export function manualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  const alarms = new Set<Alarm>();
  const at = (atMs: number, ring: () => void) => {
    const alarm: Alarm = {
      atMs,
      ring: () => {
        if (alarms.delete(alarm)) ring();
      },
    };
    alarms.add(alarm);
    return alarm;
  };
  return {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const alarm = at(nowMs + ms, resolve);
        signal.addEventListener('abort', () => alarm.ring());
      }),
    deadline(ms) {
      const controller = new AbortController();
      at(nowMs + ms, () => controller.abort(new DOMException('out of time', 'TimeoutError')));
      return controller.signal;
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (;;) {
        const [next] = [...alarms].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs);
        if (next === undefined) break;
        nowMs = next.atMs;
        next.ring();
        await settle();
      }
      nowMs = untilMs;
    },
  };
}

/** Lets promises and what they start run; several turns, because a fetched body is read in turns of its own. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
