import { mkdir } from 'node:fs/promises';
import type { LinkFlowPlaces } from '../../src/e2e/testing/linkflow-places.ts';
import { contentGates, writeConfig } from '../../src/e2e/testing/write-config.ts';

/** Writes a configuration into the folder, with these gates and this load run, and answers the file. */
export async function writeGateConfig(write: {
  readonly folder: string;
  readonly places: LinkFlowPlaces;
  readonly gates: readonly string[];
  readonly load: Readonly<Record<string, string>>;
}): Promise<string> {
  const { folder, places, gates } = write;
  await mkdir(folder, { recursive: true });
  const { contract, load } = contentGates(folder, '10s');
  // A section whose gate is not named is refused.
  const sections = {
    ...(gates.includes('contract') ? { contract } : {}),
    ...(gates.includes('load') ? { load: { ...load, env: write.load } } : {}),
    ...(gates.includes('budget') ? { budget: { youngService: 'allow', minimumCoverage: 0.01 } } : {}),
  };
  const service = { gates, ...sections, steps: [{ traffic: 100, requests: 100, seconds: 4 }] };
  return writeConfig(folder, { places, scrapeMs: 1000, service });
}
