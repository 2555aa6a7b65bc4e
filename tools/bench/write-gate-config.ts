import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { type LinkFlowPlaces, writeConfig } from '../demo/write-config.ts';

const schema = z.looseObject({
  services: z.object({
    'workflow-service': z.looseObject({
      gates: z.array(z.string()),
      budget: z.unknown(),
      load: z.looseObject({ env: z.record(z.string(), z.string()) }),
    }),
  }),
});

/** Writes the demo's configuration into the folder, with these gates and this load run, and answers the file. */
export async function writeGateConfig(write: {
  readonly folder: string;
  readonly root: string;
  readonly places: LinkFlowPlaces;
  readonly gates: readonly string[];
  readonly load: Readonly<Record<string, string>>;
}): Promise<string> {
  await mkdir(write.folder, { recursive: true });
  const file = await writeConfig(write.folder, write.root, write.places);
  const config = schema.parse(parse(await readFile(file, 'utf8')));
  const { budget, ...service } = config.services['workflow-service'];
  const changed = {
    ...service,
    gates: write.gates,
    load: { ...service.load, env: write.load },
    // A section whose gate is not named is refused.
    ...(write.gates.includes('budget') ? { budget } : {}),
  };
  await writeFile(file, stringify({ ...config, services: { 'workflow-service': changed } }));
  return file;
}
