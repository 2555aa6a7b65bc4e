import type { Clock } from '../../control/ports/clock.ts';
import type { Role, TokenRecord, TokenStore } from '../../control/ports/token-store.ts';
import { hashSecret, readToken, sameHash, writeToken } from './token-text.ts';

/** Who stands behind a request. */
export interface Principal {
  readonly tokenId: string;
  /** The actor in the ledger. */
  readonly name: string;
  readonly role: Role;
}

/** A token as it may be shown: without the hash of its secret. */
export type TokenView = Omit<TokenRecord, 'secretHash'>;

/** Issues, checks and revokes tokens. All methods reject when the store is out of reach: nobody is let in then. */
export interface Tokens {
  /** A new token; `text` is shown this once and kept nowhere. */
  create(command: {
    readonly name: string;
    readonly role: Role;
    readonly by: string;
    readonly expiresAtMs?: number | undefined;
  }): Promise<{ readonly text: string; readonly token: TokenView }>;
  /** Who bears the token; undefined when it is malformed, unknown, expired or revoked: the answer does not tell which. */
  verify(text: string): Promise<Principal | undefined>;
  list(): Promise<readonly TokenView[]>;
  /** False when there is no such token or it was revoked before. */
  revoke(id: string, by: string): Promise<boolean>;
}

function view(record: TokenRecord): TokenView {
  const { id, name, role, createdAtMs, createdBy, expiresAtMs, revokedAtMs, revokedBy } = record;
  return { id, name, role, createdAtMs, createdBy, expiresAtMs, revokedAtMs, revokedBy };
}

function isLive(record: TokenRecord, now: number): boolean {
  return record.revokedAtMs === undefined && (record.expiresAtMs === undefined || record.expiresAtMs > now);
}

// Compared with when an id is unknown, so that an answer takes as long as for a wrong secret.
const nobody = hashSecret('');

/** Tokens on a store; chance is handed in (`crypto.randomBytes`). */
export function createTokens({
  store,
  clock,
  random,
}: {
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly random: (bytes: number) => Buffer;
}): Tokens {
  return {
    create: async ({ name, role, by, expiresAtMs }) => {
      const { id, secret, text } = writeToken(random);
      const record: TokenRecord = {
        id,
        name,
        role,
        secretHash: hashSecret(secret),
        createdAtMs: clock.now(),
        createdBy: by,
        expiresAtMs,
        revokedAtMs: undefined,
        revokedBy: undefined,
      };
      await store.save(record);
      return { text, token: view(record) };
    },
    verify: async (text) => {
      const parts = readToken(text);
      if (parts === undefined) return undefined;
      const record = await store.findById(parts.id);
      const isRight = sameHash(hashSecret(parts.secret), record?.secretHash ?? nobody);
      if (record === undefined || !isRight || !isLive(record, clock.now())) return undefined;
      return { tokenId: record.id, name: record.name, role: record.role };
    },
    list: async () => (await store.list()).map(view),
    revoke: (id, by) => store.revoke(id, { atMs: clock.now(), by }),
  };
}
