import { z } from 'zod';
import { portVariable, readConfig } from '../kit/read-config.ts';
import { serve } from '../kit/serve.ts';
import { commonVariables, storageOf, storageVariables, versionVariables } from '../kit/service-config.ts';
import { startServiceTelemetry } from '../kit/service-telemetry.ts';
import { openStorage } from '../kit/store/open-storage.ts';
import { newSigningKey, signingKeyFromFile } from './signing-key.ts';
import { startAuthService } from './start-auth-service.ts';
import { standardLifetimes } from './tokens.ts';

const schema = z.object({
  ...commonVariables,
  ...storageVariables,
  ...versionVariables,
  LINKFLOW_AUTH_PORT: portVariable(8001),
  /** Without it the tokens end with the process. */
  LINKFLOW_AUTH_KEY_FILE: z.string().optional(),
  LINKFLOW_AUTH_TRUSTED_PROXIES: z.string().default('loopback'),
  LINKFLOW_ACCESS_TOKEN_SECONDS: z.coerce.number().int().min(10).max(86_400).default(standardLifetimes.accessSeconds),
  LINKFLOW_REFRESH_TOKEN_SECONDS: z.coerce.number().int().min(60).default(standardLifetimes.refreshSeconds),
});

await serve(async () => {
  const config = readConfig(schema, process.env);
  const identity = { service: 'auth-service', version: config.LINKFLOW_VERSION };
  const telemetry = startServiceTelemetry({ identity, environment: process.env, logLevel: config.LINKFLOW_LOG_LEVEL });
  const storage = await openStorage(storageOf(config), telemetry.logger);
  const { LINKFLOW_AUTH_KEY_FILE: keyFile } = config;
  const running = await startAuthService({
    ...storage,
    telemetry,
    host: config.LINKFLOW_HOST,
    port: config.LINKFLOW_AUTH_PORT,
    key: keyFile === undefined ? await newSigningKey() : await signingKeyFromFile(keyFile),
    lifetimes: { accessSeconds: config.LINKFLOW_ACCESS_TOKEN_SECONDS, refreshSeconds: config.LINKFLOW_REFRESH_TOKEN_SECONDS },
    faults: config.LINKFLOW_FAULTS,
    trustedProxies: config.LINKFLOW_AUTH_TRUSTED_PROXIES,
    drainDelayMs: config.LINKFLOW_DRAIN_DELAY_MS,
    closeAfter: [() => storage.close()],
  });
  return { ready: { auth: running.url }, close: () => running.close() };
});
