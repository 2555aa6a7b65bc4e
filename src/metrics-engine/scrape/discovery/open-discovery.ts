import type { CollectorClock } from '../collector-clock.ts';
import type { Discovery } from './discovery.ts';
import type { DiscoveryConfig } from './discovery-config.ts';
import { fileDiscovery } from './file-discovery.ts';

/** Makes what finds targets as a configuration says. */
export function openDiscovery(config: DiscoveryConfig, clock: CollectorClock): Discovery {
  switch (config.kind) {
    case 'file':
      return fileDiscovery(config, clock);
    case 'kubernetes-pods':
      throw new Error('not yet');
  }
}
