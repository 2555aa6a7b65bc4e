import { z } from 'zod';
import type { Pod, PodContainer } from './kubernetes-pods.ts';

const text = z
  .string()
  .nullish()
  .transform((given) => given ?? '');
const texts = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});
const listOf = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .array(schema)
    .nullish()
    .transform((given): readonly z.output<Schema>[] => given ?? []);

const CONTAINER = z.object({
  name: z.string(),
  image: text,
  ports: listOf(z.object({ containerPort: z.number(), name: text, protocol: text })),
});
const CONTAINER_STATUS = z.object({ name: z.string(), containerID: text });

const POD = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: text,
    labels: texts,
    annotations: texts,
    ownerReferences: listOf(z.object({ kind: z.string(), name: z.string(), controller: z.boolean().nullish() })),
  }),
  spec: z.object({ nodeName: text, containers: listOf(CONTAINER), initContainers: listOf(CONTAINER) }),
  status: z.object({
    phase: text,
    podIP: text,
    hostIP: text,
    conditions: listOf(z.object({ type: z.string(), status: z.string() })),
    containerStatuses: listOf(CONTAINER_STATUS),
    initContainerStatuses: listOf(CONTAINER_STATUS),
  }),
});

type Wire = z.output<typeof POD>;

/** Reads a pod as the API server writes it, only what concerns who scrapes it. Throws ZodError for what is no pod. */
export function parsePod(value: unknown): Pod {
  const { metadata, spec, status } = POD.parse(value);
  const owner = metadata.ownerReferences.find(({ controller }) => controller === true);
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    uid: metadata.uid,
    ip: status.podIP,
    hostIp: status.hostIP,
    nodeName: spec.nodeName,
    phase: status.phase,
    ready: status.conditions.find(({ type }) => type === 'Ready')?.status.toLowerCase() ?? 'unknown',
    labels: metadata.labels,
    annotations: metadata.annotations,
    controller: owner && { kind: owner.kind, name: owner.name },
    containers: [
      ...spec.containers.map((container) => toContainer(container, status.containerStatuses, false)),
      ...spec.initContainers.map((container) => toContainer(container, status.initContainerStatuses, true)),
    ],
  };
}

type WireContainer = Wire['spec']['containers'][number];
type WireStatuses = Wire['status']['containerStatuses'];

function toContainer({ name, image, ports }: WireContainer, statuses: WireStatuses, isInit: boolean): PodContainer {
  return {
    name,
    image,
    isInit,
    id: statuses.find((status) => status.name === name)?.containerID ?? '',
    ports: ports.map(({ containerPort, ...port }) => ({ number: containerPort, name: port.name, protocol: port.protocol })),
  };
}
