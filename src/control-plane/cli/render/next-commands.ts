import type { ReleaseView } from '../../domain/release/release-view.ts';

/** The commands that make sense for a release now, most needed first; none when it has ended. */
export function nextCommands(release: ReleaseView): readonly string[] {
  if (release.endedAtMs !== undefined) return [];
  const id = release.releaseId;
  const steering = (['approve', 'promote', 'abort'] as const).filter((action) => release.actions[action].allowed);
  return steering.map((action) => `sluice release ${action} ${id} --reason "…"`);
}
