import type { HttpClientConfig } from '../http-client-config.ts';

/** Where targets are found while the collector runs. */
export type DiscoveryConfig = FileDiscoveryConfig | KubernetesDiscoveryConfig;

/** Files that list targets, by globs of their paths. */
export interface FileDiscoveryConfig {
  readonly kind: 'file';
  readonly patterns: readonly string[];
  /** How long a change may go unseen where the file system tells of none. */
  readonly refreshMs: number;
}

/** The pods of a Kubernetes cluster. */
export interface KubernetesDiscoveryConfig {
  readonly kind: 'kubernetes-pods';
  /** The API server; undefined for the cluster that this process runs in. */
  readonly apiServer: string | undefined;
  readonly http: HttpClientConfig;
  readonly query: PodQuery;
}

/** Which pods are asked for. */
export interface PodQuery {
  /** Empty for all namespaces. */
  readonly namespaces: readonly string[];
  /** Whether the namespace of this process belongs to them. */
  readonly ownNamespace: boolean;
  readonly labelSelector: string;
  readonly fieldSelector: string;
}
