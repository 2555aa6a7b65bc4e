import { randomUUID } from 'node:crypto';
import type { JWTVerifyGetKey } from 'jose';
import type { Database } from '../../event-store/database.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { openLeases } from '../../event-store/leases.ts';
import { migrate } from '../../event-store/migrate.ts';
import { createLinkflowMetrics } from '../../telemetry/linkflow-metrics.ts';
import { createTracedFetch } from '../../telemetry/traced-fetch.ts';
import type { FaultSet } from '../kit/faults/fault-set.ts';
import { type RunningService, runService } from '../kit/running-service.ts';
import { serviceApp } from '../kit/service-app.ts';
import { serviceClient } from '../kit/service-call.ts';
import type { ServiceTelemetry } from '../kit/service-telemetry.ts';
import { type AggregateRepository, aggregateRepository } from '../kit/store/aggregate-repository.ts';
import { databaseCheck } from '../kit/store/database-check.ts';
import { accessTokenVerifier } from '../kit/tokens/access-token-verifier.ts';
import { authenticate } from '../kit/tokens/authenticate.ts';
import { type ExecutionReadModel, executionReadModel } from './execution-read-model.ts';
import { executionRoutes } from './execution-routes.ts';
import { executionRunner } from './execution-runner.ts';
import { executions } from './executions.ts';
import { loopbackHosts } from './nodes/allowed-url.ts';
import { nodeRunners } from './nodes/node-runners.ts';
import type { Execution } from './saga/execution.ts';
import { executionKind } from './saga/execution-kind.ts';
import { releaseResources, sagaStepsOn } from './saga/saga-steps.ts';
import { workflowSource } from './workflow-source.ts';

/** What startExecutionService() needs. The database and store are the caller's to close, or handed in as `closeAfter`. */
export interface ExecutionServiceOptions {
  readonly telemetry: ServiceTelemetry;
  readonly host: string;
  readonly port: number;
  readonly database: Database;
  readonly store: EventStore;
  readonly keys: JWTVerifyGetKey;
  /** Where workflows are asked for: the gateway, so that its weights hold here as well, or the workflow service itself. */
  readonly workflowUrl: () => string;
  /** Hosts that `http-request` nodes may call; default this machine. */
  readonly allowedHosts?: readonly string[];
  readonly maxRunsOfUser?: number;
  readonly leaseMs?: number;
  readonly compensationTries?: number;
  readonly faults?: FaultSet;
  readonly drainDelayMs?: number;
  readonly closeAfter?: readonly (() => Promise<unknown>)[];
}

/** The schema of executions and the files that make it. */
export const executionSchema = { schema: 'execution_service', folder: new URL('./migrations/', import.meta.url) } as const;

const STANDARD_LEASE_MS = 10_000;
const STANDARD_MAX_RUNS_OF_USER = 10;
const STANDARD_COMPENSATION_TRIES = 5;

/** Starts the execution service and takes up the executions that a crash or a stop left behind. */
export async function startExecutionService(options: ExecutionServiceOptions): Promise<RunningService> {
  const { telemetry, database, store, keys, faults = {}, closeAfter = [] } = options;
  await migrate({ database, ...executionSchema });
  const readModel = executionReadModel(database);
  const repository = aggregateRepository(store, executionKind);
  const runner = runnerOf(options, repository, readModel);
  await runner.resume();
  const client = workflowClient(options);
  const authenticated = authenticate(accessTokenVerifier({ keys }));
  const workflows = workflowSource(client);
  const { app, health } = serviceApp({
    telemetry,
    faults,
    checks: [databaseCheck(database)],
    routes: (injector) =>
      executionRoutes({ executions: executions({ repository, readModel, runner }), readModel, workflows, authenticated, faults: injector }),
  });
  const ending = [() => runner.close(), async () => client.close(), () => telemetry.tracing.shutdown(), ...closeAfter];
  return runService({ ...options, app, health, closeAfter: ending });
}

function runnerOf(options: ExecutionServiceOptions, repository: AggregateRepository<Execution>, readModel: ExecutionReadModel) {
  const { telemetry, database, allowedHosts = loopbackHosts, maxRunsOfUser = STANDARD_MAX_RUNS_OF_USER } = options;
  const metrics = createLinkflowMetrics(telemetry.metrics);
  return executionRunner({
    repository,
    performer: {
      steps: sagaStepsOn({ database, maxRunsOfUser }),
      runners: nodeRunners({ allowedHosts }),
      release: (execution) => releaseResources(database, execution),
    },
    leases: openLeases({ database }),
    readModel,
    holder: randomUUID(),
    leaseMs: options.leaseMs ?? STANDARD_LEASE_MS,
    compensationTries: options.compensationTries ?? STANDARD_COMPENSATION_TRIES,
    onEnd: ({ status, requestedAt, finishedAt = requestedAt }) =>
      metrics.executionEnded(status, (Date.parse(finishedAt) - Date.parse(requestedAt)) / 1000),
    logger: telemetry.logger,
  });
}

function workflowClient({ telemetry, workflowUrl }: ExecutionServiceOptions) {
  const fetch = createTracedFetch({ tracer: telemetry.tracing.tracer });
  return serviceClient({ service: 'workflow-service', baseUrl: workflowUrl, fetch, metrics: telemetry.metrics });
}
