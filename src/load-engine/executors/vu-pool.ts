import type { Clock } from '../clock.ts';
import type { VirtualUser } from '../virtual-user.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** The users of a test: those that stand ready, and how to get more. */
export interface VuPool {
  /** Makes users until `count` exist or the signal aborts, some at a time. Rejects when one can't be made. */
  prepare(count: number, signal: AbortSignal): Promise<void>;
  /** A user that stands ready, or undefined. */
  take(): VirtualUser | undefined;
  /** A new user, at once taken; made after all that were asked for before, with a rest between. Rejects when it can't be made. */
  create(): Promise<VirtualUser>;
  /** Gives a user back, to be taken by whoever comes next. */
  give(vu: VirtualUser): void;
  /** Throws a broken user away. */
  discard(vu: VirtualUser): Promise<void>;
  /** How many users exist. */
  initialised(): number;
  /** Disposes of all users. */
  dispose(): Promise<void>;
}

/** Compiling is shared and instantiating is short: a few at once hide the waiting without holding up the event loop for long. */
const AT_ONCE = 8;

/** Makes the pool of a test; `make` is given the users' ids, from 1, and no id twice. Before the test users are made as fast as may be, and during it so that it suffers least. */
export function createVuPool(clock: Clock, make: (id: number) => Promise<VirtualUser>): VuPool {
  const all = new Set<VirtualUser>();
  const idle: VirtualUser[] = [];
  let lastId = 0;
  const create = async (): Promise<VirtualUser> => {
    lastId += 1;
    const vu = await make(lastId);
    all.add(vu);
    return vu;
  };
  return {
    prepare: async (count, signal) => {
      while (all.size < count && !signal.aborted) {
        const batch = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, count - all.size) }, create));
        idle.push(...batch.flatMap((made) => (made.status === 'fulfilled' ? [made.value] : [])));
        const failed = batch.find((made) => made.status === 'rejected');
        if (failed !== undefined) throw failed.reason;
      }
    },
    take: () => idle.shift(),
    create: oneAtATime(clock, create),
    give: (vu) => idle.push(vu),
    discard: async (vu) => {
      all.delete(vu);
      await vu.dispose();
    },
    initialised: () => all.size,
    dispose: async () => {
      await Promise.all([...all].map((vu) => vu.dispose()));
      all.clear();
    },
  };
}
