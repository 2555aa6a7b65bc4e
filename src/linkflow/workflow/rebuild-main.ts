import { z } from 'zod';
import { migrate } from '../../event-store/migrate.ts';
import { readConfig } from '../kit/read-config.ts';
import { commonVariables, storageOf, storageVariables } from '../kit/service-config.ts';
import { startServiceTelemetry } from '../kit/service-telemetry.ts';
import { openStorage } from '../kit/store/open-storage.ts';
import { workflowSchema } from './start-workflow-service.ts';
import { rebuildWorkflowReadModel } from './workflow-projection.ts';
import { workflowReadModel } from './workflow-read-model.ts';

// The one command that rebuilds the read model of workflows from their events.
const config = readConfig(z.object({ ...commonVariables, ...storageVariables }), process.env);
const { logger } = startServiceTelemetry({
  identity: { service: 'workflow-service', version: 'rebuild' },
  logLevel: config.LINKFLOW_LOG_LEVEL,
});
const storage = await openStorage(storageOf(config), logger);
await migrate({ database: storage.database, ...workflowSchema });
const workflows = await rebuildWorkflowReadModel({ store: storage.store, readModel: workflowReadModel(storage.database) });
await storage.close();
process.stdout.write(`${JSON.stringify({ event: 'rebuilt', workflows })}\n`);
