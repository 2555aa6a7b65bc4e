import type { DiscoveryConfig, KubernetesDiscoveryConfig } from './discovery/discovery-config.ts';
import type { FileSdConfig, KubernetesSdConfig } from './discovery-schema.ts';
import { below, type ReadingContext } from './reading-context.ts';
import { toHttpClient } from './to-http-client.ts';

/** The keys of a job that say where its targets are found. */
export interface DiscoveryKeys {
  readonly files: readonly FileSdConfig[];
  readonly kubernetes: readonly KubernetesSdConfig[];
}

/** Makes discoveries of a job's keys, in the order in which they stand there. */
export function toDiscoveries({ files, kubernetes }: DiscoveryKeys, context: ReadingContext): readonly DiscoveryConfig[] {
  return [
    ...files.map(({ files: patterns, refresh_interval: refreshMs }) => {
      return { kind: 'file', patterns: patterns.map((pattern) => context.resolve(pattern)), refreshMs } as const;
    }),
    ...kubernetes.map((keys, index) => toKubernetes(keys, below(context, `kubernetes_sd_configs.${index}`))),
  ];
}

function toKubernetes(keys: KubernetesSdConfig, context: ReadingContext): KubernetesDiscoveryConfig {
  const { api_server: server = '', namespaces, selectors } = keys;
  const http = toHttpClient(keys, true, context);
  if (server === '' && (http.basicAuth ?? http.authorization ?? http.tls) !== undefined)
    context.note(
      `${context.path}: needs api_server where authentication or tls_config is configured; without it the cluster's own is used`,
    );
  if (server !== '' && !isServer(server)) context.note(`${context.path}.api_server: expected a URL such as https://10.0.0.1:6443`);
  if (selectors.length > 1) context.note(`${context.path}.selectors: expected one of the role pod`);
  const [selector] = selectors;
  return {
    kind: 'kubernetes-pods',
    apiServer: server === '' ? undefined : server,
    http,
    query: {
      namespaces: namespaces.names,
      ownNamespace: namespaces.own_namespace,
      labelSelector: selector?.label ?? '',
      fieldSelector: selector?.field ?? '',
    },
  };
}

function isServer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
}
