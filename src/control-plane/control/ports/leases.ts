/** A right to act on something, for a while. */
export interface Lease {
  /** Grows with each new holder. */
  readonly token: number;
}

/** Sees to it that of several replicas only one acts. Rejects when the database is out of reach. */
export interface Leases {
  /** Undefined while somebody else holds it. */
  acquire(name: string, holder: string, ttlMs: number): Promise<Lease | undefined>;
  /** False when it was lost. */
  renew(name: string, holder: string, token: number, ttlMs: number): Promise<boolean>;
  release(name: string, holder: string, token: number): Promise<void>;
}
