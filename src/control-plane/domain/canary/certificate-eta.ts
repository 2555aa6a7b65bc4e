import type { Checkpoint } from './checkpoint.ts';

const windowSeconds = 300;

/**
 * In how many seconds the log evidence of a certificate reaches `goal`, if it goes on as over the last 300 s.
 *
 * 0 when it is there; undefined when it doesn't rise, or when there are fewer than two checkpoints to tell.
 */
export function certificateEta(history: readonly Checkpoint[], goal: number): number | undefined {
  const last = history.at(-1);
  if (last === undefined) return undefined;
  if (last.logCertificate >= goal) return 0;
  const first = history.find(({ atMs }) => atMs >= last.atMs - windowSeconds * 1000);
  if (first === undefined || first.atMs === last.atMs) return undefined;
  const perSecond = (last.logCertificate - first.logCertificate) / ((last.atMs - first.atMs) / 1000);
  return perSecond > 0 ? (goal - last.logCertificate) / perSecond : undefined;
}
