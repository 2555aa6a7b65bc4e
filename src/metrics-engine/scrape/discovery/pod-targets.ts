import { isIPv6 } from 'node:net';
import type { Labels } from '../../query-result.ts';
import type { TargetGroup } from './discovery.ts';
import type { Pod, PodContainer } from './kubernetes-pods.ts';

const META = '__meta_kubernetes_';
const POD = `${META}pod_`;

/**
 * The targets of a pod, with Prometheus' meta labels: one a port of each container, and one without a port for a container that names none.
 * A pod that has no address yet, or not any more, has none.
 */
export function podTargets(pod: Pod): readonly TargetGroup[] {
  return pod.ip === ''
    ? []
    : [{ labels: podLabels(pod), targets: pod.containers.flatMap((container) => containerTargets(pod, container)) }];
}

function podLabels(pod: Pod): Labels {
  return {
    [`${META}namespace`]: pod.namespace,
    [`${POD}name`]: pod.name,
    [`${POD}ip`]: pod.ip,
    [`${POD}ready`]: pod.ready,
    [`${POD}phase`]: pod.phase,
    [`${POD}node_name`]: pod.nodeName,
    [`${POD}host_ip`]: pod.hostIp,
    [`${POD}uid`]: pod.uid,
    ...(pod.controller === undefined
      ? {}
      : { [`${POD}controller_kind`]: pod.controller.kind, [`${POD}controller_name`]: pod.controller.name }),
    ...named('label', pod.labels),
    ...named('annotation', pod.annotations),
  };
}

/** A label with the value and one that says that it is there, since an empty value is no label. */
function named(kind: 'label' | 'annotation', values: Pod['labels']): Labels {
  const pairs = Object.entries(values).map(([key, value]) => [sanitized(key), value] as const);
  return Object.fromEntries(
    pairs.flatMap(([key, value]) => [
      [`${POD}${kind}_${key}`, value],
      [`${POD}${kind}present_${key}`, 'true'],
    ]),
  );
}

/** Names of Kubernetes hold dots, dashes and slashes. */
function sanitized(key: string): string {
  return key.replaceAll(/[^a-zA-Z0-9_]/g, '_');
}

function containerTargets({ ip }: Pod, container: PodContainer): readonly Labels[] {
  const own = {
    [`${POD}container_name`]: container.name,
    [`${POD}container_id`]: container.id,
    [`${POD}container_image`]: container.image,
    [`${POD}container_init`]: String(container.isInit),
  };
  if (container.ports.length === 0) return [{ __address__: hostOf(ip), ...own }];
  return container.ports.map(({ number, name, protocol }) => ({
    __address__: `${hostOf(ip)}:${number}`,
    ...own,
    [`${POD}container_port_number`]: String(number),
    [`${POD}container_port_name`]: name,
    [`${POD}container_port_protocol`]: protocol,
  }));
}

function hostOf(ip: string): string {
  return isIPv6(ip) ? `[${ip}]` : ip;
}
