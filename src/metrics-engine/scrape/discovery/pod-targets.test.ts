import assert from 'node:assert/strict';
import { parsePod } from './parse-pod.ts';
import { podTargets } from './pod-targets.ts';

/** A pod as the API server writes it. */
const WIRE = {
  metadata: {
    name: 'web-1',
    namespace: 'shop',
    uid: 'u-1',
    resourceVersion: '7',
    labels: { app: 'web', 'app.kubernetes.io/name': 'web', empty: '' },
    annotations: { 'prometheus.io/scrape': 'true' },
    ownerReferences: [
      { kind: 'Other', name: 'o', controller: false },
      { kind: 'ReplicaSet', name: 'web', controller: true },
    ],
  },
  spec: {
    nodeName: 'node-1',
    containers: [
      { name: 'app', image: 'app:1', ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }, { containerPort: 9090 }] },
      { name: 'side', image: 'side:1' },
    ],
    initContainers: [{ name: 'init', image: 'init:1' }],
  },
  status: {
    phase: 'Running',
    podIP: '10.0.0.7',
    hostIP: '192.168.0.1',
    conditions: [
      { type: 'Initialized', status: 'True' },
      { type: 'Ready', status: 'True' },
    ],
    containerStatuses: [{ name: 'app', containerID: 'containerd://abc' }],
  },
};

const targetsOf = (wire: unknown) => podTargets(parsePod(wire));

const own = (name: string, id: string, isInit = false) => ({
  __meta_kubernetes_pod_container_name: name,
  __meta_kubernetes_pod_container_id: id,
  __meta_kubernetes_pod_container_image: `${name}:1`,
  __meta_kubernetes_pod_container_init: String(isInit),
});
const port = (number: string, name: string, protocol: string) => ({
  __meta_kubernetes_pod_container_port_number: number,
  __meta_kubernetes_pod_container_port_name: name,
  __meta_kubernetes_pod_container_port_protocol: protocol,
});

describe('podTargets', () => {
  it('names all that Prometheus names of a pod', () => {
    const [group] = targetsOf(WIRE);
    assert.deepEqual(group?.labels, {
      __meta_kubernetes_namespace: 'shop',
      __meta_kubernetes_pod_name: 'web-1',
      __meta_kubernetes_pod_ip: '10.0.0.7',
      __meta_kubernetes_pod_ready: 'true',
      __meta_kubernetes_pod_phase: 'Running',
      __meta_kubernetes_pod_node_name: 'node-1',
      __meta_kubernetes_pod_host_ip: '192.168.0.1',
      __meta_kubernetes_pod_uid: 'u-1',
      __meta_kubernetes_pod_controller_kind: 'ReplicaSet',
      __meta_kubernetes_pod_controller_name: 'web',
      __meta_kubernetes_pod_label_app: 'web',
      __meta_kubernetes_pod_labelpresent_app: 'true',
      __meta_kubernetes_pod_label_app_kubernetes_io_name: 'web',
      __meta_kubernetes_pod_labelpresent_app_kubernetes_io_name: 'true',
      __meta_kubernetes_pod_label_empty: '',
      __meta_kubernetes_pod_labelpresent_empty: 'true',
      __meta_kubernetes_pod_annotation_prometheus_io_scrape: 'true',
      __meta_kubernetes_pod_annotationpresent_prometheus_io_scrape: 'true',
    });
  });

  it('makes a target of each port, and one of a container without ports', () => {
    assert.deepEqual(targetsOf(WIRE)[0]?.targets, [
      { __address__: '10.0.0.7:8080', ...own('app', 'containerd://abc'), ...port('8080', 'http', 'TCP') },
      { __address__: '10.0.0.7:9090', ...own('app', 'containerd://abc'), ...port('9090', '', '') },
      { __address__: '10.0.0.7', ...own('side', '') },
      { __address__: '10.0.0.7', ...own('init', '', true) },
    ]);
  });

  it('has none for a pod without an address', () => assert.deepEqual(targetsOf({ ...WIRE, status: { phase: 'Pending' } }), []));

  it('writes an address of version 6 in brackets, and does not know whether a pod without the condition is ready', () => {
    const [group] = targetsOf({ ...WIRE, status: { podIP: 'fd00::7' } });
    assert.equal(group?.targets[0]?.['__address__'], '[fd00::7]:8080');
    assert.equal(group?.labels['__meta_kubernetes_pod_ready'], 'unknown');
  });

  it('refuses what is no pod', () => assert.throws(() => targetsOf({ kind: 'Status' })));
});
