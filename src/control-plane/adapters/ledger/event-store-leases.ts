import { type LeasesOptions, openLeases } from '../../../event-store/leases.ts';
import type { Leases } from '../../control/ports/leases.ts';

/** Leases in the ledger's database, so that the record and the right to write it are lost and found together. The ledger must have been opened on it. */
export function eventStoreLeases(options: LeasesOptions): Leases {
  return openLeases(options);
}
