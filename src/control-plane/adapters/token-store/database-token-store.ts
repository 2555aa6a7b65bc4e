import type { Database } from '../../../event-store/database.ts';
import { migrate } from '../../../event-store/migrate.ts';
import { SourceError } from '../../control/ports/source-error.ts';
import type { Role, TokenRecord, TokenStore } from '../../control/ports/token-store.ts';

const columns =
  'id, name, role, secret_hash as "secretHash", created_at_ms as "createdAtMs", created_by as "createdBy", expires_at_ms as "expiresAtMs", revoked_at_ms as "revokedAtMs", revoked_by as "revokedBy"';

/** A row as the drivers give it: pg hands out bigint as text, PGlite as a number. */
interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly secretHash: string;
  readonly createdAtMs: string | number;
  readonly createdBy: string;
  readonly expiresAtMs: string | number | null;
  readonly revokedAtMs: string | number | null;
  readonly revokedBy: string | null;
}

/** Tokens in the ledger's database, in a table of their own (schema `sluice`), which is created when it is missing. */
export async function openDatabaseTokenStore(database: Database): Promise<TokenStore> {
  await migrate({ database, schema: 'sluice', folder: new URL('./migrations/', import.meta.url) });
  const query = <Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> =>
    database.query<Row>(sql, parameters).catch((error: unknown) => {
      throw new SourceError('token-store-unreachable', 'The database did not answer for the tokens.', { retryable: true, cause: error });
    });
  return {
    async save(token) {
      const values = [token.id, token.name, token.role, token.secretHash, token.createdAtMs, token.createdBy, token.expiresAtMs ?? null];
      await query(
        'insert into sluice.tokens (id, name, role, secret_hash, created_at_ms, created_by, expires_at_ms) values ($1, $2, $3, $4, $5, $6, $7)',
        values,
      );
    },
    async findById(id) {
      const [row] = await query<TokenRow>(`select ${columns} from sluice.tokens where id = $1`, [id]);
      return row === undefined ? undefined : recordOf(row);
    },
    async list() {
      return (await query<TokenRow>(`select ${columns} from sluice.tokens order by created_at_ms, id`, [])).map(recordOf);
    },
    async revoke(id, { atMs, by }) {
      const revoked = await query(
        'update sluice.tokens set revoked_at_ms = $2, revoked_by = $3 where id = $1 and revoked_at_ms is null returning id',
        [id, atMs, by],
      );
      return revoked.length === 1;
    },
  };
}

function recordOf(row: TokenRow): TokenRecord {
  return {
    ...row,
    createdAtMs: Number(row.createdAtMs),
    expiresAtMs: row.expiresAtMs === null ? undefined : Number(row.expiresAtMs),
    revokedAtMs: row.revokedAtMs === null ? undefined : Number(row.revokedAtMs),
    revokedBy: row.revokedBy ?? undefined,
  };
}
