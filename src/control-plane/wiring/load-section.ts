import type { LoadSection, LocalRequest } from '../cli/local-actions.ts';
import { ConfigError } from '../config/config-error.ts';
import { missingSecrets } from '../config/missing-secrets.ts';
import { revealSecrets } from '../config/reveal-secrets.ts';
import { nearestName } from '../domain/slo/nearest-name.ts';
import { configOf, refuseProblems } from './offline-actions.ts';

/** The load section of a service; throws ConfigError where there is none, or where a secret that it names is unset. */
export async function loadSection(request: LocalRequest & { readonly service: string }): Promise<LoadSection> {
  const config = await configOf(request);
  const { service: name } = request;
  const load = config.services[name]?.load;
  if (load === undefined) {
    const known = Object.values(config.services).flatMap((service) => (service.load === undefined ? [] : [service.name]));
    const near = nearestName(name, known);
    const suggestion = near === undefined ? `Services with load: ${known.join(', ')}.` : `Did you mean "${near}"?`;
    const message = config.services[name] === undefined ? `there is no service ${name}` : `${name} has no load section`;
    throw new ConfigError([{ file: config.file, line: undefined, column: undefined, path: 'services', message, suggestion }]);
  }
  const unset = missingSecrets(config, { service: name }).filter(({ path }) => path.startsWith(`services.${name}.load.`));
  refuseProblems(unset);
  return {
    scriptPath: load.scriptFile,
    env: { ...load.env, ...revealSecrets(load.inherited) },
    secrets: load.token === undefined ? {} : { TOKEN: load.token.reveal() },
    givenSecrets: revealSecrets(load.secrets),
    hosts: load.hosts,
    threads: load.threads,
  };
}
