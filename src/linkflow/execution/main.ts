import { z } from 'zod';
import { portVariable, readConfig } from '../kit/read-config.ts';
import { serve } from '../kit/serve.ts';
import { commonVariables, jwksVariable, listVariable, storageOf, storageVariables, versionVariables } from '../kit/service-config.ts';
import { startServiceTelemetry } from '../kit/service-telemetry.ts';
import { openStorage } from '../kit/store/open-storage.ts';
import { remoteKeys } from '../kit/tokens/access-token-verifier.ts';
import { loopbackHosts } from './nodes/allowed-url.ts';
import { startExecutionService } from './start-execution-service.ts';

const schema = z.object({
  ...commonVariables,
  ...storageVariables,
  ...versionVariables,
  ...jwksVariable,
  LINKFLOW_EXECUTION_PORT: portVariable(8004),
  LINKFLOW_WORKFLOW_URL: z.url().default('http://127.0.0.1:8003'),
  /** Hosts that http-request nodes may call, `host` or `host:port`, parted by commas. */
  LINKFLOW_ALLOWED_HOSTS: listVariable(loopbackHosts),
  LINKFLOW_MAX_RUNS_OF_USER: z.coerce.number().int().positive().default(10),
  LINKFLOW_EXECUTION_LEASE_MS: z.coerce.number().int().min(100).default(10_000),
});

await serve(async () => {
  const config = readConfig(schema, process.env);
  const identity = { service: 'execution-service', version: config.LINKFLOW_VERSION };
  const telemetry = startServiceTelemetry({ identity, environment: process.env, logLevel: config.LINKFLOW_LOG_LEVEL });
  const storage = await openStorage(storageOf(config), telemetry.logger);
  const running = await startExecutionService({
    ...storage,
    telemetry,
    host: config.LINKFLOW_HOST,
    port: config.LINKFLOW_EXECUTION_PORT,
    keys: remoteKeys(config.LINKFLOW_JWKS_URL),
    workflowUrl: () => config.LINKFLOW_WORKFLOW_URL,
    allowedHosts: config.LINKFLOW_ALLOWED_HOSTS,
    maxRunsOfUser: config.LINKFLOW_MAX_RUNS_OF_USER,
    leaseMs: config.LINKFLOW_EXECUTION_LEASE_MS,
    faults: config.LINKFLOW_FAULTS,
    drainDelayMs: config.LINKFLOW_DRAIN_DELAY_MS,
    closeAfter: [() => storage.close()],
  });
  return { ready: { execution: running.url }, close: () => running.close() };
});
