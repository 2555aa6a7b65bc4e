import type { ReleaseView } from '../domain/release/release-view.ts';
import type { Outcome } from './outcome.ts';

/** The reasons of a release for `--json`: those of its gates, worst gates' own verdicts included; of a release without any its headline. */
export function releaseReasons(release: ReleaseView): Outcome['reasons'] {
  const reasons = release.gates.flatMap(({ gate, reasons }) => reasons.map((reason) => ({ gate, ...reason })));
  return reasons.length > 0 ? reasons : [{ rule: release.status, verdict: release.verdict, sentence: release.headline }];
}
