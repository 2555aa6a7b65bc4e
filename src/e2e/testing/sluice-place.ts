import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinkFlowPlatform } from './linkflow-platform.ts';
import type { SluicePlace } from './running-sluice.ts';
import { type ConfigChoices, writeConfig } from './write-config.ts';

/** A place with a folder of its own, so that a test finds nothing of another's. */
export interface OwnPlace extends SluicePlace {
  readonly folder: string;
}

/** The candidate's share of the traffic in each step. */
export const plannedPercents: readonly number[] = [10, 50, 100];

/** The section of a budget gate for a service that is measured since a few seconds only. */
export const youngBudget = { youngService: 'allow', minimumCoverage: 0.01 };

/** Three short steps, and a deadline that is far even on a busy machine. */
const quick = {
  gates: ['freeze'],
  steps: plannedPercents.map((traffic) => ({ traffic, requests: 20, seconds: 2 })),
  canary: { advanceOn: 'exposure', warmUp: '0s' },
  deadline: '10m',
  retry: '500ms',
  staleness: '15s',
  look: '500ms',
};

/** Writes a configuration for the platform into a new folder; `service` and `choices` stand over the quick defaults. */
export async function sluicePlace(
  platform: LinkFlowPlatform,
  service: (folder: string) => Promise<Readonly<Record<string, unknown>>> = async () => ({}),
  choices: Partial<Omit<ConfigChoices, 'places' | 'service'>> = {},
): Promise<OwnPlace> {
  const folder = await mkdtemp(join(platform.folder, 'place-'));
  const own = { ...quick, ...(await service(folder)) };
  const config = await writeConfig(folder, { places: platform.places, scrapeMs: 500, ...choices, service: own });
  return { folder, config, env: { LINKFLOW_ADMIN_TOKEN: platform.adminToken, WORKFLOW_TEST_TOKEN: platform.testToken } };
}
