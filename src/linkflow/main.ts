import { serve } from './kit/serve.ts';
import { linkFlowConfig } from './linkflow-config.ts';
import { startLinkFlow } from './start-linkflow.ts';

// All of LinkFlow in one process; each service also has a main.ts of its own.
await serve(async () => {
  const { options, adminTokenFile } = await linkFlowConfig(process.env);
  const linkFlow = await startLinkFlow(options);
  return { ready: { ...linkFlow.urls, ...(adminTokenFile === undefined ? {} : { adminTokenFile }) }, close: () => linkFlow.close() };
});
