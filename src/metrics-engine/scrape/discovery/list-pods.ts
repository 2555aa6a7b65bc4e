import { z } from 'zod';
import { readBody } from '../read-body.ts';
import { askKubernetes, type KubernetesApi } from './kubernetes-api.ts';
import type { Pod } from './kubernetes-pods.ts';
import { parsePod } from './parse-pod.ts';

const LIST = z.object({
  metadata: z.object({ resourceVersion: z.string(), continue: z.string().nullish() }),
  items: z.array(z.unknown()).nullish(),
});

/** All pods at one moment, and the version from which a watch goes on. */
export interface PodList {
  readonly pods: readonly Pod[];
  readonly version: string;
}

/** Which pods are listed or watched: where, and by which selectors. */
export interface PodSelection {
  readonly path: string;
  readonly selectors: Readonly<Record<'labelSelector' | 'fieldSelector', string>>;
}

const PAGE = '500';
const PAGE_TIMEOUT_MS = 30_000;
// Five hundred pods of a hundred kilobytes each.
const MAX_PAGE_BYTES = 64 * 1024 * 1024;

/** Lists all pods, page by page. Throws Error when the server can't be asked, GoneError when it took too long between two pages. */
export async function listPods(api: KubernetesApi, { path, selectors }: PodSelection, signal: AbortSignal): Promise<PodList> {
  const pods: Pod[] = [];
  for (let next = ''; ; ) {
    const parameters = { ...selectors, limit: PAGE, continue: next };
    const answer = await askKubernetes(api, { path, parameters, timeoutMs: PAGE_TIMEOUT_MS, signal });
    const list = LIST.parse(JSON.parse((await readBody(answer, MAX_PAGE_BYTES)).toString('utf8')));
    for (const item of list.items ?? []) pods.push(parsePod(item));
    next = list.metadata.continue ?? '';
    if (next === '') return { pods, version: list.metadata.resourceVersion };
  }
}
