import type { FaultSet } from './fault-set.ts';

/** A leak on purpose: each call of the result holds on to `bytesPerRequest` more, up to `maxBytes`; without the fault it does nothing. */
export function memoryGrowth(fault: FaultSet['memoryGrowth']): () => number {
  const held: Buffer[] = [];
  let bytes = 0;
  return () => {
    if (fault === undefined || bytes + fault.bytesPerRequest > fault.maxBytes) return bytes;
    // Filled, because pages that were never written cost no memory.
    held.push(Buffer.alloc(fault.bytesPerRequest, 1));
    bytes += fault.bytesPerRequest;
    return bytes;
  };
}
