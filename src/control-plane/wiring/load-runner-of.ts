import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { createK6LoadRunner } from '../adapters/k6/k6-load-runner.ts';
import { createEmbeddedLoadRunner } from '../adapters/load-engine/embedded-load-runner.ts';
import { reachTarget } from '../adapters/reach-target.ts';
import { inheritedVariables } from '../config/inherited-variables.ts';
import { revealSecrets } from '../config/reveal-secrets.ts';
import type { LoadConfig } from '../config/sluice-config.ts';
import type { LoadRunner } from '../control/ports/load-runner.ts';
import { LOOPBACK_HOSTS } from '../domain/load/loopback-hosts.ts';

/**
 * The runner that a service's configuration asks for. A script may send to this machine, to the service under test, and to the `hosts` that are named.
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
          createEmbeddedLoadRunner({
            workingFolder,
            processEnv,
            allowedHosts: [...LOOPBACK_HOSTS, ...hostOf(request.env['BASE_URL']), ...load.hosts],
            threads: load.threads,
            secrets: revealSecrets(load.secrets),
          }).run(request),
      };
  }
}

function hostOf(baseUrl: string | undefined): readonly string[] {
  return baseUrl === undefined ? [] : [new URL(baseUrl).host];
}
