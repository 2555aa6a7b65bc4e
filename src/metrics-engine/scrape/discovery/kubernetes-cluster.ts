import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CollectorClock } from '../collector-clock.ts';
import type { FetchTarget } from '../fetch-target.ts';
import type { HttpClientConfig } from '../http-client-config.ts';
import type { KubernetesDiscoveryConfig } from './discovery-config.ts';
import type { KubernetesPods, PodChange } from './kubernetes-pods.ts';
import { watchPods } from './watch-pods.ts';

/** A cluster, and by what it is asked. */
export interface ClusterOptions {
  readonly config: KubernetesDiscoveryConfig;
  readonly fetch: FetchTarget;
  readonly clock: CollectorClock;
  /** Where a cluster puts what its pods need to ask it. */
  readonly serviceAccountFolder?: string;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
// The name that every cluster gives its own API server, and that stands in the server's certificate.
const IN_CLUSTER = 'https://kubernetes.default.svc';

/** The cluster that a configuration names, or the one that this process runs in, which is asked as the pod's own service account. */
export function kubernetesCluster({ config, fetch, clock, serviceAccountFolder = SERVICE_ACCOUNT }: ClusterOptions): KubernetesPods {
  const { apiServer } = config;
  const http = apiServer === undefined ? ownAccount(config.http, serviceAccountFolder) : config.http;
  const api = { server: apiServer ?? IN_CLUSTER, http, fetch, clock };
  return {
    async watch({ namespaces, ownNamespace, labelSelector, fieldSelector }, signal, onChange) {
      const selectors = { labelSelector, fieldSelector };
      const watchOne = (scope: string) => watchPods({ api, scope, selectors, onChange }, signal);
      const own = ownNamespace ? await ownNamespaceOf(serviceAccountFolder, { clock, signal, onChange }) : undefined;
      const scopes = new Set([...namespaces, ...(own === undefined ? [] : [own])]);
      await Promise.all((scopes.size === 0 && !ownNamespace ? [''] : [...scopes]).map((scope) => watchOne(scope)));
    },
  };
}

function ownAccount(http: HttpClientConfig, folder: string): HttpClientConfig {
  return {
    ...http,
    authorization: { type: 'Bearer', credentials: { kind: 'file', path: join(folder, 'token') } },
    tls: { caFile: join(folder, 'ca.crt'), insecureSkipVerify: false },
  };
}

interface Waiting {
  readonly clock: CollectorClock;
  readonly signal: AbortSignal;
  readonly onChange: (change: PodChange) => void;
}

const OWN = 'own namespace';
const RETRY_MS = 30_000;

/** The namespace of this process, as soon as the cluster has written it down; undefined when the signal aborts before. */
async function ownNamespaceOf(folder: string, { clock, signal, onChange }: Waiting): Promise<string | undefined> {
  while (!signal.aborted) {
    try {
      const namespace = (await readFile(join(folder, 'namespace'), 'utf8')).trim();
      onChange({ kind: 'recovered', scope: OWN });
      return namespace;
    } catch (error) {
      onChange({ kind: 'failed', scope: OWN, problem: error instanceof Error ? error.message : String(error) });
      await clock.sleep(RETRY_MS, signal);
    }
  }
  return undefined;
}
