import { randomUUID } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import type { Database } from '../../event-store/database.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { migrate } from '../../event-store/migrate.ts';
import type { FaultSet } from '../kit/faults/fault-set.ts';
import { type RunningService, runService } from '../kit/running-service.ts';
import { serviceApp } from '../kit/service-app.ts';
import type { ServiceTelemetry } from '../kit/service-telemetry.ts';
import { databaseCheck } from '../kit/store/database-check.ts';
import { accessTokenVerifier } from '../kit/tokens/access-token-verifier.ts';
import { authenticate } from '../kit/tokens/authenticate.ts';
import { accounts } from './accounts.ts';
import { authMetrics } from './auth-metrics.ts';
import { authRoutes } from './auth-routes.ts';
import { credentialsTable } from './credentials-table.ts';
import { type ScryptCost, standardScryptCost } from './password-hash.ts';
import { sessions } from './sessions.ts';
import type { SigningKey } from './signing-key.ts';
import { standardLifetimes, type TokenLifetimes, tokens } from './tokens.ts';

/** What startAuthService() needs. The database and store are the caller's to close, or handed in as `closeAfter`. */
export interface AuthServiceOptions {
  readonly telemetry: ServiceTelemetry;
  readonly host: string;
  readonly port: number;
  readonly database: Database;
  readonly store: EventStore;
  readonly key: SigningKey;
  readonly lifetimes?: TokenLifetimes;
  readonly cost?: ScryptCost;
  readonly faults?: FaultSet;
  /** Addresses whose X-Forwarded-For is believed: the gateway's. Default: this machine's. */
  readonly trustedProxies?: string;
  readonly now?: () => Date;
  readonly drainDelayMs?: number;
  readonly closeAfter?: readonly (() => Promise<unknown>)[];
}

/** The schema of the credentials and the files that make it. */
export const authSchema = { schema: 'auth_service', folder: new URL('./migrations/', import.meta.url) } as const;

const BODY_LIMIT_BYTES = 16 * 1024;

/** Starts the auth service, after migrating its schema and publishing registrations that a crash kept from the event store. */
export async function startAuthService(options: AuthServiceOptions): Promise<RunningService> {
  const { telemetry, database, store, key, lifetimes = standardLifetimes, cost = standardScryptCost, now = () => new Date() } = options;
  const { faults = {}, trustedProxies = 'loopback', closeAfter = [] } = options;
  await migrate({ database, ...authSchema });
  const shared = { store, now, newId: randomUUID };
  const users = await accounts({ ...shared, table: credentialsTable(database), cost });
  await users.announceForgotten();
  const verifier = accessTokenVerifier({ keys: createLocalJWKSet(key.publicKeys), nowMs: () => now().getTime() });
  const routes = authRoutes({
    accounts: users,
    sessions: sessions({ ...shared, tokens: tokens({ key, lifetimes, now }), lifetimes }),
    publicKeys: key.publicKeys,
    authenticated: authenticate(verifier),
    metrics: authMetrics(telemetry.metrics),
  });
  const { app, health } = serviceApp({
    telemetry,
    faults,
    checks: [databaseCheck(database)],
    routes: () => routes,
    bodyLimitBytes: BODY_LIMIT_BYTES,
  });
  app.set('trust proxy', trustedProxies);
  return runService({ ...options, app, health, closeAfter: [() => telemetry.tracing.shutdown(), ...closeAfter] });
}
