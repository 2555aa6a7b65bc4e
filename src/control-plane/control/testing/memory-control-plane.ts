import type { ReleaseView } from '../../domain/release/release-view.ts';
import type { Answer, ControlPlane, FreezeView, Refusal, ReleaseNews, SloStatus } from '../control-plane.ts';
import type { Clock } from '../ports/clock.ts';
import type { LedgerVerification } from '../ports/ledger.ts';
import { createProgressBoard, type ProgressBoard } from '../progress-board.ts';

/** What happens to a release next, as a test tells it. */
export interface Chapter {
  readonly kind: string;
  readonly sentence: string;
  readonly actor?: string;
  readonly change?: Partial<ReleaseView>;
}

/** A control plane without loops: commands are checked and remembered, and releases move only when a test says how. */
export interface MemoryControlPlane extends ControlPlane {
  /** Lets something happen to a release; watchers are told. */
  tell(releaseId: string, chapter: Chapter): void;
  /** From now on every method rejects with this, until called with undefined. */
  breakDown(error: Error | undefined): void;
  /** A look at the load gate of a release; followers are told. */
  showProgress: ProgressBoard['show'];
  setSlos(statuses: readonly SloStatus[]): void;
  setVerification(verification: LedgerVerification): void;
}

interface Story {
  view: ReleaseView;
  readonly news: ReleaseNews[];
}

const endings = ['promoted', 'blocked', 'rolled-back', 'aborted'];

function refused<T>(code: Refusal['code'], sentence: string): Answer<T> {
  return { ok: false, refusal: { code, sentence } };
}

function newRelease(
  command: { readonly service: string; readonly version: string; readonly actor: string; readonly fix?: boolean },
  id: string,
  now: number,
  environment: string,
): ReleaseView {
  return {
    releaseId: id,
    service: command.service,
    environment,
    version: command.version,
    baseline: undefined,
    status: 'gating',
    headline: 'Waiting for the gates.',
    verdict: 'inconclusive',
    fix: command.fix ?? false,
    requestedBy: command.actor,
    requestedAtMs: now,
    endedAtMs: undefined,
    deadlineAtMs: now + 3_600_000,
    trafficPercent: 0,
    exposedRequests: 0,
    step: undefined,
    steps: [10, 50, 100].map((trafficPercent) => ({ trafficPercent, state: 'waiting' as const })),
    gates: (['freeze', 'contract', 'load', 'budget'] as const).map((gate) => ({
      gate,
      state: 'waiting' as const,
      attempt: 0,
      reasons: [],
    })),
    actions: {
      approve: { allowed: false, because: 'No gate waits for a person.' },
      promote: { allowed: false, because: 'No step waits for a person.' },
      abort: { allowed: true, because: 'The release is running.' },
    },
    timeline: [],
  };
}

/** A memory control plane for the given services. */
export function memoryControlPlane({
  environment = 'production',
  services,
  clock,
}: {
  readonly environment?: string;
  readonly services: readonly string[];
  readonly clock: Clock;
}): MemoryControlPlane {
  const stories = new Map<string, Story>();
  const freezes = new Map<string, FreezeView>();
  const waiting = new Set<() => void>();
  let position = 0;
  let broken: Error | undefined;
  let slos: readonly SloStatus[] = [];
  let verification: LedgerVerification = { kind: 'intact', records: 0 };

  const working = () => {
    if (broken !== undefined) throw broken;
  };
  const tell = (releaseId: string, { kind, sentence, actor, change }: Chapter) => {
    const story = stories.get(releaseId);
    if (story === undefined) throw new Error(`no release ${releaseId}`);
    const atMs = clock.now();
    const entry = { atMs, kind, sentence, ...(actor === undefined ? {} : { actor }) };
    story.view = { ...story.view, ...change, timeline: [...story.view.timeline, entry] };
    if (endings.includes(story.view.status)) story.view = { ...story.view, endedAtMs: atMs };
    position += 1;
    story.news.push({ position, event: { kind, atMs }, sentence, release: story.view });
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const steer = (action: 'approve' | 'promote' | 'abort', kind: string, change: (view: ReleaseView) => Partial<ReleaseView>) => {
    return async (command: {
      readonly releaseId: string;
      readonly actor: string;
      readonly reason: string;
    }): Promise<Answer<ReleaseView>> => {
      working();
      const story = stories.get(command.releaseId);
      if (story === undefined) return refused('unknown-release', `There is no release ${command.releaseId}.`);
      if (story.view.endedAtMs !== undefined) return refused('not-now', `The release has ended: ${story.view.status}.`);
      if (!story.view.actions[action].allowed) return refused('not-now', story.view.actions[action].because);
      tell(command.releaseId, { kind, sentence: `${command.actor}: ${command.reason}`, actor: command.actor, change: change(story.view) });
      return { ok: true, value: story.view };
    };
  };

  const board = createProgressBoard();

  async function* watch(releaseId: string, afterPosition: number, signal: AbortSignal): AsyncGenerator<ReleaseNews> {
    let seen = afterPosition;
    while (!signal.aborted) {
      working();
      const story = stories.get(releaseId);
      for (const news of story?.news.filter((entry) => entry.position > seen) ?? []) {
        seen = news.position;
        yield news;
      }
      if (story === undefined || story.view.endedAtMs !== undefined) return;
      if (story.news.some((entry) => entry.position > seen)) continue;
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }

  return {
    tell,
    watch,
    showProgress: board.show,
    followProgress: board.follow,
    breakDown: (error) => {
      broken = error;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    setSlos: (statuses) => {
      slos = statuses;
    },
    setVerification: (next) => {
      verification = next;
    },
    services: () => services,
    requestRelease: async (command) => {
      working();
      if (!services.includes(command.service))
        return refused('unknown-service', `There is no service ${command.service}. Known: ${services.join(', ')}.`);
      const running = [...stories.values()].find(({ view }) => view.service === command.service && view.endedAtMs === undefined);
      if (running !== undefined) return refused('release-in-progress', `${running.view.releaseId} is still running.`);
      const id = `${environment}.${command.service}.${stories.size + 1}`;
      stories.set(id, { view: newRelease(command, id, clock.now(), environment), news: [] });
      tell(id, { kind: 'ReleaseRequested', sentence: `${command.actor} requested ${command.version}`, actor: command.actor });
      return { ok: true, value: stories.get(id)?.view as ReleaseView };
    },
    releases: async ({ service, limit = 50 } = {}) => {
      working();
      const views = [...stories.values()].map(({ view }) => view).filter((view) => service === undefined || view.service === service);
      return views.toReversed().slice(0, limit);
    },
    release: async (releaseId) => {
      working();
      const story = stories.get(releaseId);
      return story === undefined ? refused('unknown-release', `There is no release ${releaseId}.`) : { ok: true, value: story.view };
    },
    approve: steer('approve', 'GateCompleted', (view) => ({
      gates: view.gates.map((gate) => (gate.gate === 'approval' ? { ...gate, state: 'pass' as const } : gate)),
      actions: { ...view.actions, approve: { allowed: false, because: 'Approved already.' } },
    })),
    deny: steer('approve', 'ReleaseEnded', (view) => ({
      status: 'blocked',
      verdict: 'fail',
      headline: 'Blocked: approval was denied.',
      gates: view.gates.map((gate) => (gate.gate === 'approval' ? { ...gate, state: 'fail' as const } : gate)),
    })),
    promote: steer('promote', 'StepApproved', () => ({ status: 'rolling-out' })),
    abort: steer('abort', 'ReleaseEnded', () => ({ status: 'aborted', headline: 'Aborted by a person.' })),
    freeze: async ({ service, actor, reason, untilMs }) => {
      working();
      if (!services.includes(service)) return refused('unknown-service', `There is no service ${service}.`);
      const view: FreezeView = { service, actor, reason, declaredAtMs: clock.now(), untilMs };
      freezes.set(service, view);
      return { ok: true, value: view };
    },
    unfreeze: async ({ service }) => {
      working();
      return freezes.delete(service) ? { ok: true, value: null } : refused('not-now', `${service} is not frozen.`);
    },
    freezes: async () => {
      working();
      return [...freezes.values()];
    },
    sloStatus: async (service) => {
      working();
      if (service !== undefined && !services.includes(service)) return refused('unknown-service', `There is no service ${service}.`);
      return { ok: true, value: slos.filter((status) => service === undefined || status.service === service) };
    },
    verifyLedger: async () => {
      working();
      return verification;
    },
  };
}
