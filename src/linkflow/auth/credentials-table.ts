import type { Database } from '../../event-store/database.ts';

/** What the auth service keeps of a user; the password only as a hash. */
export interface Credentials {
  readonly userId: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly createdAt: Date;
}

/** The users and their password hashes, in `auth_service.credentials`; rejects when the database is out of reach. */
export interface CredentialsTable {
  /** False when the e-mail is taken; nothing is stored then. */
  add(credentials: Credentials): Promise<boolean>;
  find(email: string): Promise<Credentials | undefined>;
  markAnnounced(userId: string): Promise<void>;
  /** Users whose registration is not yet in the event store. */
  unannounced(): Promise<readonly Credentials[]>;
}

const COLUMNS = `user_id as "userId", email, password_hash as "passwordHash", created_at as "createdAt"`;

/** The table in a database. */
export function credentialsTable(database: Database): CredentialsTable {
  return {
    add: async ({ userId, email, passwordHash, createdAt }) => {
      const rows = await database.query(
        `insert into auth_service.credentials (user_id, email, password_hash, created_at) values ($1, $2, $3, $4)
         on conflict (email) do nothing returning user_id`,
        [userId, email, passwordHash, createdAt],
      );
      return rows.length === 1;
    },
    find: async (email) => {
      const [row] = await database.query<Credentials>(`select ${COLUMNS} from auth_service.credentials where email = $1`, [email]);
      return row;
    },
    markAnnounced: async (userId) => {
      await database.query('update auth_service.credentials set announced = true where user_id = $1', [userId]);
    },
    unannounced: () => database.query<Credentials>(`select ${COLUMNS} from auth_service.credentials where not announced`),
  };
}
