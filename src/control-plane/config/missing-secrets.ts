import type { ConfigProblem } from './config-error.ts';
import type { Secret } from './secret.ts';
import type { ServiceConfig, SluiceConfig } from './sluice-config.ts';

type Named = readonly [path: string, secret: Secret | undefined];

function ofService(service: ServiceConfig): readonly Named[] {
  const at = `services.${service.name}`;
  return [
    [`${at}.contract.tokenEnv`, service.contract?.token],
    [`${at}.load.tokenEnv`, service.load?.token],
    ...Object.entries(service.load?.inherited ?? {}).map(([name, secret]): Named => [`${at}.load.inherit.${name}`, secret]),
    ...Object.entries(service.load?.secrets ?? {}).map(([name, secret]): Named => [`${at}.load.secrets.${name}`, secret]),
  ];
}

function ofServer(config: SluiceConfig): readonly Named[] {
  return [
    ['state.postgres.urlEnv', config.state.postgresUrl],
    ['metrics.tokenEnv', config.metrics.source === 'prometheus' ? config.metrics.token : undefined],
    ['router.tokenEnv', config.router.token],
    ['notify.webhook.secretEnv', config.notifyWebhook?.secret],
    ...Object.values(config.services).flatMap(ofService),
  ];
}

/** Secrets that the configuration names and nobody has set: of everything for `server`, else of one service's gates alone. Throw them as a ConfigError before starting. */
export function missingSecrets(config: SluiceConfig, scope: 'server' | { readonly service: string }): readonly ConfigProblem[] {
  const service = scope === 'server' ? undefined : config.services[scope.service];
  const named = scope === 'server' ? ofServer(config) : service === undefined ? [] : ofService(service);
  return named
    .filter(([, secret]) => secret !== undefined && !secret.isSet)
    .map(([path, secret]) => ({
      file: config.file,
      line: undefined,
      column: undefined,
      path,
      message: `${secret?.source ?? 'the secret'} is not set`,
      suggestion: 'Set it, or take the key out where no token is needed.',
    }));
}
