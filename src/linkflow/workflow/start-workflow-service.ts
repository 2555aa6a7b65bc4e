import type { JWTVerifyGetKey } from 'jose';
import type { Database } from '../../event-store/database.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { migrate } from '../../event-store/migrate.ts';
import { createLinkflowMetrics } from '../../telemetry/linkflow-metrics.ts';
import type { FaultSet } from '../kit/faults/fault-set.ts';
import { type RunningService, runService } from '../kit/running-service.ts';
import { serviceApp } from '../kit/service-app.ts';
import type { ServiceTelemetry } from '../kit/service-telemetry.ts';
import { databaseCheck } from '../kit/store/database-check.ts';
import { accessTokenVerifier } from '../kit/tokens/access-token-verifier.ts';
import { authenticate } from '../kit/tokens/authenticate.ts';
import { providerStateRoute } from './provider-states.ts';
import { workflowCommands } from './workflow-commands.ts';
import { startWorkflowProjection } from './workflow-projection.ts';
import { type WorkflowReadModel, workflowReadModel } from './workflow-read-model.ts';
import { workflowRoutes } from './workflow-routes.ts';

/** What startWorkflowService() needs. The database and store are the caller's to close, or handed in as `closeAfter`. */
export interface WorkflowServiceOptions {
  readonly telemetry: ServiceTelemetry;
  readonly host: string;
  readonly port: number;
  readonly database: Database;
  readonly store: EventStore;
  readonly keys: JWTVerifyGetKey;
  readonly faults?: FaultSet;
  /** A read model that several versions in one process share and somebody keeps up; without it the service has its own. */
  readonly sharedReadModel?: WorkflowReadModel;
  /** Mounts the provider states of contract verification; never in production. */
  readonly providerStates?: boolean;
  readonly drainDelayMs?: number;
  readonly closeAfter?: readonly (() => Promise<unknown>)[];
}

/** The schema of the read model and the files that make it. */
export const workflowSchema = { schema: 'read_models', folder: new URL('./migrations/', import.meta.url) } as const;

/** Starts one version of the workflow service. Several versions may share a store and a database, in one process or in many. */
export async function startWorkflowService(options: WorkflowServiceOptions): Promise<RunningService> {
  const { telemetry, database, store, keys, faults = {}, providerStates = false, closeAfter = [] } = options;
  const { readModel, close } = await readModelFor(options);
  const commands = workflowCommands({ store, readModel, metrics: createLinkflowMetrics(telemetry.metrics) });
  const verifier = accessTokenVerifier({ keys });
  const authenticated = authenticate(verifier);
  const { app, health } = serviceApp({
    telemetry,
    faults,
    checks: [databaseCheck(database)],
    routes: (injector) => [
      ...workflowRoutes({ commands, readModel, authenticated, faults: injector }),
      ...(providerStates ? [providerStateRoute(commands, verifier)] : []),
    ],
  });
  const ending = [close, () => telemetry.tracing.shutdown(), ...closeAfter];
  return runService({ ...options, app, health, closeAfter: ending });
}

/** Brings the read model's schema up to date and keeps the read model up with the events until `close`. */
export async function openWorkflowReadModel({
  database,
  store,
  wrap = (readModel) => readModel,
}: Pick<WorkflowServiceOptions, 'database' | 'store'> & { readonly wrap?: (readModel: WorkflowReadModel) => WorkflowReadModel }) {
  await migrate({ database, ...workflowSchema });
  const readModel = wrap(workflowReadModel(database));
  const projection = await startWorkflowProjection({ store, readModel });
  return { readModel, close: () => projection.stop() };
}

async function readModelFor(options: WorkflowServiceOptions) {
  const { sharedReadModel } = options;
  return sharedReadModel === undefined ? openWorkflowReadModel(options) : { readModel: sharedReadModel, close: async () => undefined };
}
