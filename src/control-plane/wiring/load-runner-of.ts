import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { createK6LoadRunner } from '../adapters/k6/k6-load-runner.ts';
import { createEmbeddedLoadRunner } from '../adapters/load-engine/embedded-load-runner.ts';
import { reachTarget } from '../adapters/reach-target.ts';
import { inheritedVariables } from '../config/inherited-variables.ts';
import type { LoadConfig } from '../config/sluice-config.ts';
import type { LoadRunner } from '../control/ports/load-runner.ts';

/**
 * The runner that a service's configuration asks for. Without `allowedHosts` a script may send to the service under test alone.
 *
 * Nothing is run where nothing accepts a connection: it throws SourceError `target-unreachable` then, since failed connections say nothing about a version.
 */
export function loadRunnerOf(load: LoadConfig): LoadRunner {
  const runner = bareRunner(load);
  return {
    run: async (request) => {
      const baseUrl = request.env['BASE_URL'];
      if (baseUrl !== undefined) await reachTarget(baseUrl, request.signal);
      return runner.run(request);
    },
  };
}

function bareRunner(load: LoadConfig): LoadRunner {
  const workingFolder = dirname(load.scriptFile);
  const processEnv = inheritedVariables();
  switch (load.runner) {
    case 'k6':
      return createK6LoadRunner({ binary: 'k6', workingFolder, processEnv, runId: randomUUID });
    case 'embedded':
      return {
        run: (request) =>
          createEmbeddedLoadRunner({ workingFolder, processEnv, allowedHosts: load.allowedHosts ?? hostOf(request.env['BASE_URL']) }).run(
            request,
          ),
      };
  }
}

function hostOf(baseUrl: string | undefined): readonly string[] {
  return baseUrl === undefined ? [] : [new URL(baseUrl).host];
}
