import { describeFailure } from '../describe-failure.ts';
import { followPods, type PodEvent } from './follow-pods.ts';
import { GoneError, type KubernetesApi } from './kubernetes-api.ts';
import type { PodChange } from './kubernetes-pods.ts';
import { listPods, type PodSelection } from './list-pods.ts';

/** What is watched, and who is told. */
export interface PodWatch {
  readonly api: KubernetesApi;
  /** A namespace; '' for all. */
  readonly scope: string;
  readonly selectors: PodSelection['selectors'];
  readonly onChange: (change: PodChange) => void;
}

const FIRST_DELAY_MS = 1000;
const LONGEST_DELAY_MS = 30_000;

/**
 * Lists the pods of a namespace, then watches them from that moment on, until the signal aborts. A watch that ends goes on where it ended;
 * one whose place the server has forgotten begins anew with a list. While the server can't be asked it is tried again ever less often, at
 * least every half minute.
 */
export async function watchPods(watch: PodWatch, signal: AbortSignal): Promise<void> {
  const watcher = new PodWatcher(watch);
  while (!signal.aborted) {
    try {
      await watcher.watchOnce(signal);
    } catch (error) {
      if (signal.aborted) return;
      watcher.fail(error);
    }
    await watch.api.clock.sleep(watcher.delayMs, signal);
  }
}

class PodWatcher {
  readonly #watch: PodWatch;
  #version: string | undefined;
  #failures = 0;

  constructor(watch: PodWatch) {
    this.#watch = watch;
  }

  /** Before the next attempt; also after a watch that ended in good order, so that a server which ends each at once is not asked without pause. */
  get delayMs(): number {
    return Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, this.#failures - 1), LONGEST_DELAY_MS);
  }

  async watchOnce(signal: AbortSignal): Promise<void> {
    const { api, scope, selectors } = this.#watch;
    const selection = { path: pathOf(scope), selectors };
    this.#version ??= await this.#list(selection, signal);
    const follower = { onOpen: () => this.#succeed(), onEvent: (event: PodEvent) => this.#take(event) };
    await followPods(api, selection, { from: this.#version, ...follower }, signal);
  }

  fail(error: unknown): void {
    const { scope, onChange } = this.#watch;
    this.#failures++;
    if (error instanceof GoneError) this.#version = undefined;
    onChange({ kind: 'failed', scope, problem: describeFailure(error instanceof Error ? error : new Error(String(error))) });
  }

  async #list(selection: PodSelection, signal: AbortSignal): Promise<string> {
    const { api, scope, onChange } = this.#watch;
    const { pods, version } = await listPods(api, selection, signal);
    onChange({ kind: 'listed', scope, pods });
    return version;
  }

  #succeed(): void {
    const { scope, onChange } = this.#watch;
    if (this.#failures > 0) onChange({ kind: 'recovered', scope });
    this.#failures = 0;
  }

  #take(event: PodEvent): void {
    const { scope, onChange } = this.#watch;
    if (event.kind !== 'bookmark') onChange({ kind: event.kind, scope, pod: event.pod });
    this.#version = event.version;
  }
}

function pathOf(namespace: string): string {
  return namespace === '' ? '/api/v1/pods' : `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
}
