/** What evidence amounts to. `inconclusive` means that nobody could tell: it never promotes and never rolls back by itself. */
export type Verdict = 'pass' | 'inconclusive' | 'fail';

/** How bad a verdict is: the place of a verdict in the order pass < inconclusive < fail. */
const severity: Readonly<Record<Verdict, number>> = { pass: 0, inconclusive: 1, fail: 2 };

/** The worst of the verdicts, in the order pass < inconclusive < fail; of none it is `inconclusive`, because no evidence is not a yes. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const [first, ...rest] = verdicts;
  if (first === undefined) return 'inconclusive';
  return rest.reduce((so, verdict) => (severity[verdict] > severity[so] ? verdict : so), first);
}
