import { z } from 'zod';
import { askKubernetes, GoneError, type KubernetesApi } from './kubernetes-api.ts';
import type { Pod } from './kubernetes-pods.ts';
import type { PodSelection } from './list-pods.ts';
import { parsePod } from './parse-pod.ts';
import { readLines } from './read-lines.ts';

/** What a watch tells: a pod, or only how far it has come. */
export type PodEvent =
  | { readonly kind: 'changed' | 'deleted'; readonly pod: Pod; readonly version: string }
  | { readonly kind: 'bookmark'; readonly version: string };

const EVENT = z.object({ type: z.string(), object: z.looseObject({}) });
const VERSIONED = z.object({ metadata: z.object({ resourceVersion: z.string() }) });

const WATCH_SECONDS = 240;
// The server ends the watch by itself; half a minute later the connection is taken for dead.
const WATCH_TIMEOUT_MS = (WATCH_SECONDS + 30) * 1000;
// A pod is at most about 1.5 MB, the size that the cluster's own store allows.
const MAX_EVENT_LENGTH = 8 * 1024 * 1024;

/** From which version a watch goes on, and whom it tells. */
export interface PodFollower {
  readonly from: string;
  readonly onOpen: () => void;
  readonly onEvent: (event: PodEvent) => void;
}

/**
 * Watches pods from a version on until the server ends the watch, which it does every few minutes. Throws GoneError when the server has
 * forgotten that version, Error when it can't be asked or breaks off.
 */
export async function followPods(
  api: KubernetesApi,
  { path, selectors }: PodSelection,
  { from, onOpen, onEvent }: PodFollower,
  signal: AbortSignal,
): Promise<void> {
  const parameters = {
    ...selectors,
    watch: '1',
    allowWatchBookmarks: 'true',
    resourceVersion: from,
    timeoutSeconds: String(WATCH_SECONDS),
  };
  const answer = await askKubernetes(api, { path, parameters, timeoutMs: WATCH_TIMEOUT_MS, signal });
  onOpen();
  for await (const line of readLines(answer.body ?? nothing(), MAX_EVENT_LENGTH)) if (line.trim() !== '') onEvent(toEvent(line));
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function toEvent(line: string): PodEvent {
  const { type, object } = EVENT.parse(JSON.parse(line));
  if (type === 'ERROR') throw errorOf(object);
  const version = VERSIONED.parse(object).metadata.resourceVersion;
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      return { kind: 'changed', pod: parsePod(object), version };
    case 'DELETED':
      return { kind: 'deleted', pod: parsePod(object), version };
    case 'BOOKMARK':
      return { kind: 'bookmark', version };
    default:
      throw new Error(`the API server tells of an event of the unknown type ${JSON.stringify(type)}`);
  }
}

function errorOf(status: Readonly<Record<string, unknown>>): Error {
  const { message: given } = status;
  const message = typeof given === 'string' ? given : 'no reason given';
  return status['code'] === 410 ? new GoneError(message) : new Error(`the API server ended the watch: ${message}`);
}
