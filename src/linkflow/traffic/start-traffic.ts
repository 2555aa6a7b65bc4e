import { Pool } from 'undici';
import { type LinkflowUser, linkflowUser, newWorkflow } from './linkflow-user.ts';
import { openModel } from './open-model.ts';
import { requestMix } from './request-mix.ts';
import { type TrafficCounts, trafficCounter } from './traffic-counts.ts';

/** What startTraffic() needs; it goes on until `signal` aborts. */
export interface TrafficOptions {
  readonly gatewayUrl: string;
  readonly requestsPerSecond: number;
  readonly signal: AbortSignal;
  /** Hears the counts of the last seconds, every `reportMs` (default 5 s). */
  readonly onReport?: (counts: TrafficCounts) => void;
  readonly reportMs?: number;
}

/** Running traffic. `ended` resolves with all counts once `signal` has aborted and the last answers are in. */
export interface Traffic {
  readonly ended: Promise<TrafficCounts>;
}

const WORKFLOWS = 20;
const TICK_MS = 10;
const CONNECTIONS = 32;
const DEADLINE_MS = 10_000;

/**
 * Steady traffic through the gateway, as one user makes it: registers, logs in, creates twenty workflows, then gets, lists,
 * creates and toggles at a fixed rate, however slow the answers are.
 *
 * Rejects when it can't even begin. Later failures are counted, never thrown. More than ten seconds' worth of waiting requests are dropped.
 */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { gatewayUrl, requestsPerSecond, signal, onReport = () => undefined, reportMs = 5000 } = options;
  const pool = new Pool(new URL(gatewayUrl).origin, { connections: CONNECTIONS });
  try {
    const user = await linkflowUser({ pool, deadlineMs: DEADLINE_MS });
    const ids = await Promise.all(Array.from({ length: WORKFLOWS }, () => user.createWorkflow()));
    const counter = trafficCounter();
    const reporting = setInterval(() => onReport(counter.sinceLast()), reportMs);
    const ended = drive({ user, ids, requestsPerSecond, signal, count: (outcome) => counter.add(outcome) }).then(async () => {
      clearInterval(reporting);
      await pool.close();
      return counter.total();
    });
    return { ended };
  } catch (error) {
    await pool.close();
    throw error;
  }
}

interface Driving {
  readonly user: LinkflowUser;
  readonly ids: readonly string[];
  readonly requestsPerSecond: number;
  readonly signal: AbortSignal;
  readonly count: (outcome: string) => void;
}

function drive({ user, ids, requestsPerSecond, signal, count }: Driving): Promise<void> {
  const model = openModel({ requestsPerSecond, startMs: performance.now() });
  const act = trafficActions(user, ids);
  const waiting = new Set<Promise<void>>();
  const maxWaiting = requestsPerSecond * (DEADLINE_MS / 1000);
  let index = 0;
  const sendOne = (): void => {
    if (waiting.size >= maxWaiting) return count('dropped');
    const sent = act(index)
      .then(
        ({ status }) => count(String(status)),
        () => count('error'),
      )
      .finally(() => waiting.delete(sent));
    waiting.add(sent);
    index += 1;
  };
  return new Promise((resolve) => {
    const ticking = setInterval(() => {
      for (let left = model.due(performance.now()); left > 0; left -= 1) sendOne();
    }, TICK_MS);
    const stop = (): void => {
      clearInterval(ticking);
      void Promise.all(waiting).then(() => resolve());
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}

function trafficActions(user: LinkflowUser, ids: readonly string[]): (index: number) => ReturnType<LinkflowUser['call']> {
  const active = new Set<string>();
  const mix = requestMix();
  let toggles = 0;
  return (index) => {
    const one = `/api/v1/workflows/${ids[index % ids.length] ?? ''}`;
    switch (mix.next()) {
      case 'get':
        return user.call('GET', one);
      case 'list':
        return user.call('GET', '/api/v1/workflows?limit=20');
      case 'create':
        return user.call('POST', '/api/v1/workflows', newWorkflow());
      case 'toggle': {
        toggles += 1;
        const id = ids[toggles % ids.length] ?? '';
        const verb = active.delete(id) ? 'deactivate' : 'activate';
        if (verb === 'activate') active.add(id);
        return user.call('POST', `/api/v1/workflows/${id}/${verb}`);
      }
    }
  };
}
