import { z } from 'zod';
import { portVariable, readConfig } from '../kit/read-config.ts';
import { serve } from '../kit/serve.ts';
import { commonVariables, jwksVariable, storageOf, storageVariables, versionVariables } from '../kit/service-config.ts';
import { startServiceTelemetry } from '../kit/service-telemetry.ts';
import { openStorage } from '../kit/store/open-storage.ts';
import { remoteKeys } from '../kit/tokens/access-token-verifier.ts';
import { startWorkflowService } from './start-workflow-service.ts';

const schema = z.object({
  ...commonVariables,
  ...storageVariables,
  ...versionVariables,
  ...jwksVariable,
  LINKFLOW_WORKFLOW_PORT: portVariable(8003),
  /** `on` during a contract verification, never else. */
  LINKFLOW_PROVIDER_STATES: z.enum(['on', 'off']).default('off'),
});

await serve(async () => {
  const config = readConfig(schema, process.env);
  const identity = { service: 'workflow-service', version: config.LINKFLOW_VERSION };
  const telemetry = startServiceTelemetry({ identity, environment: process.env, logLevel: config.LINKFLOW_LOG_LEVEL });
  const storage = await openStorage(storageOf(config), telemetry.logger);
  const running = await startWorkflowService({
    ...storage,
    telemetry,
    host: config.LINKFLOW_HOST,
    port: config.LINKFLOW_WORKFLOW_PORT,
    keys: remoteKeys(config.LINKFLOW_JWKS_URL),
    faults: config.LINKFLOW_FAULTS,
    providerStates: config.LINKFLOW_PROVIDER_STATES === 'on',
    drainDelayMs: config.LINKFLOW_DRAIN_DELAY_MS,
    closeAfter: [() => storage.close()],
  });
  return { ready: { workflow: { [identity.version]: running.url } }, close: () => running.close() };
});
