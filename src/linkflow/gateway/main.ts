import { z } from 'zod';
import { readConfig } from '../kit/read-config.ts';
import { serve } from '../kit/serve.ts';
import { commonVariables, jwksVariable } from '../kit/service-config.ts';
import { startServiceTelemetry } from '../kit/service-telemetry.ts';
import { remoteKeys } from '../kit/tokens/access-token-verifier.ts';
import { adminTokenOf, gatewayVariables, limitsOf } from './gateway-config.ts';
import { memoryRoutingFile, routingFile } from './routing-file.ts';
import { startGateway } from './start-gateway.ts';

const schema = z.object({
  ...commonVariables,
  ...jwksVariable,
  ...gatewayVariables,
  LINKFLOW_AUTH_URL: z.url().default('http://127.0.0.1:8001'),
  LINKFLOW_WORKFLOW_URL: z.url().default('http://127.0.0.1:8003'),
  LINKFLOW_EXECUTION_URL: z.url().default('http://127.0.0.1:8004'),
});

await serve(async () => {
  const config = readConfig(schema, process.env);
  const adminToken = await adminTokenOf(config);
  if (adminToken === undefined)
    throw new Error('Set LINKFLOW_ADMIN_TOKEN or LINKFLOW_ADMIN_TOKEN_FILE: the admin port has no default token');
  const stateFile = config.LINKFLOW_GATEWAY_STATE_FILE;
  const running = await startGateway({
    telemetry: startServiceTelemetry({
      identity: { service: 'gateway', version: 'v1' },
      environment: process.env,
      logLevel: config.LINKFLOW_LOG_LEVEL,
    }),
    host: config.LINKFLOW_HOST,
    port: config.LINKFLOW_GATEWAY_PORT,
    adminHost: config.LINKFLOW_ADMIN_HOST,
    adminPort: config.LINKFLOW_ADMIN_PORT,
    adminToken,
    keys: remoteKeys(config.LINKFLOW_JWKS_URL),
    file: stateFile === undefined ? memoryRoutingFile() : routingFile(stateFile),
    initial: {
      'auth-service': [{ version: 'v1', url: config.LINKFLOW_AUTH_URL }],
      'workflow-service': [{ version: 'v1', url: config.LINKFLOW_WORKFLOW_URL }],
      'execution-service': [{ version: 'v1', url: config.LINKFLOW_EXECUTION_URL }],
    },
    limits: limitsOf(config),
    deadlineMs: config.LINKFLOW_GATEWAY_DEADLINE_MS,
    bodyLimitBytes: config.LINKFLOW_GATEWAY_BODY_LIMIT_BYTES,
    trustedProxies: config.LINKFLOW_GATEWAY_TRUSTED_PROXIES,
    drainDelayMs: config.LINKFLOW_DRAIN_DELAY_MS,
  });
  return { ready: { gateway: running.url, admin: running.adminUrl }, close: () => running.close() };
});
