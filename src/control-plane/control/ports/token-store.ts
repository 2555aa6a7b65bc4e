/** What the bearer of a token may do; each role includes those before it. viewer reads, ci requests releases, operator steers and freezes, admin manages tokens. */
export type Role = 'viewer' | 'ci' | 'operator' | 'admin';

/** What is kept of a token: never the token itself. */
export interface TokenRecord {
  /** 12 lower-case hexadecimal digits; public. */
  readonly id: string;
  /** Who or what bears it: it stands as the actor in the ledger. */
  readonly name: string;
  readonly role: Role;
  /** SHA-256 of the secret part, in lower-case hexadecimal. */
  readonly secretHash: string;
  readonly createdAtMs: number;
  readonly createdBy: string;
  readonly expiresAtMs: number | undefined;
  readonly revokedAtMs: number | undefined;
  readonly revokedBy: string | undefined;
}

/** Keeps tokens. Every method rejects with SourceError when the database is out of reach. */
export interface TokenStore {
  /** Adds a record, durably; rejects when its id is taken. */
  save(record: TokenRecord): Promise<void>;
  /** Undefined when there never was one; revoked and expired ones are found. */
  findById(id: string): Promise<TokenRecord | undefined>;
  /** All records, oldest first, revoked ones included. */
  list(): Promise<readonly TokenRecord[]>;
  /** False when there is none with this id, or it was revoked before: the first revocation stays. */
  revoke(id: string, revocation: { readonly atMs: number; readonly by: string }): Promise<boolean>;
}
