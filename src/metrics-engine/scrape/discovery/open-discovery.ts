import type { CollectorClock } from '../collector-clock.ts';
import type { FetchTarget } from '../fetch-target.ts';
import type { Discovery } from './discovery.ts';
import type { DiscoveryConfig } from './discovery-config.ts';
import { fileDiscovery } from './file-discovery.ts';
import { kubernetesCluster } from './kubernetes-cluster.ts';
import { podDiscovery } from './pod-discovery.ts';

/** Makes what finds targets as a configuration says. */
export function openDiscovery(
  config: DiscoveryConfig,
  outside: { readonly clock: CollectorClock; readonly fetch: FetchTarget },
): Discovery {
  switch (config.kind) {
    case 'file':
      return fileDiscovery(config, outside.clock);
    case 'kubernetes-pods':
      return podDiscovery(kubernetesCluster({ config, ...outside }), config.query);
  }
}
