import type { Discovery, DiscoveryUpdate } from './discovery.ts';
import type { PodQuery } from './discovery-config.ts';
import type { KubernetesPods, Pod, PodChange } from './kubernetes-pods.ts';
import { podTargets } from './pod-targets.ts';

/** Finds the containers of a cluster's pods. While the cluster can't be asked, the targets that it told of last stay. */
export function podDiscovery(pods: KubernetesPods, query: PodQuery): Discovery {
  return {
    run(signal, onUpdates) {
      const known = new Map<string, Set<string>>();
      return pods.watch(query, signal, (change) => onUpdates(updatesOf(change, known)));
    },
  };
}

function updatesOf(change: PodChange, known: Map<string, Set<string>>): readonly DiscoveryUpdate[] {
  const sources = known.get(change.scope) ?? new Set();
  known.set(change.scope, sources);
  const scope = `namespace/${change.scope || '*'}`;
  switch (change.kind) {
    case 'listed':
      return [{ kind: 'gone', source: scope }, ...listed(change.pods, sources)];
    case 'changed':
      sources.add(sourceOf(change.pod));
      return [found(change.pod)];
    case 'deleted':
      sources.delete(sourceOf(change.pod));
      return [{ kind: 'gone', source: sourceOf(change.pod) }];
    case 'failed':
      return [{ kind: 'failed', source: scope, problem: change.problem }];
    case 'recovered':
      return [{ kind: 'gone', source: scope }];
  }
}

/** Whatever the list lacks went while nobody watched. */
function listed(pods: readonly Pod[], sources: Set<string>): readonly DiscoveryUpdate[] {
  const now = new Set(pods.map((pod) => sourceOf(pod)));
  const gone = [...sources].filter((source) => !now.has(source));
  for (const source of gone) sources.delete(source);
  for (const source of now) sources.add(source);
  return [...gone.map((source) => ({ kind: 'gone', source }) as const), ...pods.map((pod) => found(pod))];
}

function found(pod: Pod): DiscoveryUpdate {
  return { kind: 'found', source: sourceOf(pod), groups: podTargets(pod) };
}

function sourceOf({ namespace, name }: Pod): string {
  return `pod/${namespace}/${name}`;
}
