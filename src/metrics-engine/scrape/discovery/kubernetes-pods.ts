import type { PodQuery } from './discovery-config.ts';

/** A pod, as far as it concerns who scrapes it. What it does not have is ''. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly ip: string;
  readonly hostIp: string;
  readonly nodeName: string;
  readonly phase: string;
  /** The status of its condition Ready, in small letters; unknown when it has none. */
  readonly ready: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Who made it, such as a ReplicaSet. */
  readonly controller: { readonly kind: string; readonly name: string } | undefined;
  readonly containers: readonly PodContainer[];
}

export interface PodContainer {
  readonly name: string;
  readonly id: string;
  readonly image: string;
  readonly isInit: boolean;
  readonly ports: readonly { readonly number: number; readonly name: string; readonly protocol: string }[];
}

/** What a cluster tells of the pods of a scope: a namespace, or '' for all of them. */
export type PodChange =
  /** All pods that the scope has. */
  | { readonly kind: 'listed'; readonly scope: string; readonly pods: readonly Pod[] }
  | { readonly kind: 'changed'; readonly scope: string; readonly pod: Pod }
  | { readonly kind: 'deleted'; readonly scope: string; readonly pod: Pod }
  /** The cluster can't be asked; what was told last may be old. */
  | { readonly kind: 'failed'; readonly scope: string; readonly problem: string }
  /** The cluster can be asked again, and nothing was missed. */
  | { readonly kind: 'recovered'; readonly scope: string };

/** A Kubernetes cluster that tells of its pods. */
export interface KubernetesPods {
  /** Watches pods until the signal aborts; never rejects for what the cluster does. */
  watch(query: PodQuery, signal: AbortSignal, onChange: (change: PodChange) => void): Promise<void>;
}
