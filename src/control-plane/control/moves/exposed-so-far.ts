import type { LiveRelease } from '../../domain/release/release-state.ts';
import type { RouterView } from '../ports/traffic-router.ts';

/**
 * How many requests the candidate got by weight since its release knew its baseline: a version may have had releases before.
 *
 * Never less than is known already: a router that was restarted may have lost some of its count, and one without the version has none.
 */
export function exposedSoFar(release: LiveRelease, view: RouterView): number {
  const counted = view.exposed[release.request.version] ?? 0;
  return Math.max(release.exposedRequests, counted - release.exposedBefore);
}
