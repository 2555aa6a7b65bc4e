import type { FaultSet } from './fault-set.ts';

/**
 * A body as a version with a broken contract answers it: fields renamed, fields left out, on the body itself only.
 *
 * Without the fault the same object comes back. A field that is not there is neither renamed nor missed.
 */
export function breakContract(fault: FaultSet['contractBreak'], body: object): object {
  if (fault === undefined) return body;
  const kept = Object.entries(body).filter(([name]) => !fault.omit.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [Object.hasOwn(fault.rename, name) ? (fault.rename[name] ?? name) : name, value]));
}
