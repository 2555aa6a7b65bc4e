import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Problems } from './problems.ts';
import { readYaml } from './read-yaml.ts';
import type { SloDocument } from './sluice-config.ts';

function field(document: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? Reflect.get(here, key) : undefined), document);
}

/** The service that an OpenSLO document is about; undefined when it is no SLO or names none. */
export function sloService(document: unknown): string | undefined {
  const service = field(document, 'kind') === 'SLO' ? field(document, 'spec', 'service') : undefined;
  return typeof service === 'string' ? service : undefined;
}

function refuseRepeatedNames(problems: Problems, documents: readonly SloDocument[]): void {
  const first = new Map<string, string>();
  for (const { file, document } of documents) {
    const name = field(document, 'kind') === 'SLO' ? field(document, 'metadata', 'name') : undefined;
    if (typeof name !== 'string') continue;
    const before = first.get(name);
    if (before === undefined) first.set(name, file);
    else
      problems.take([
        {
          file,
          line: undefined,
          column: undefined,
          path: 'metadata.name',
          message: `the SLO "${name}" is already defined in ${before}`,
          suggestion: 'Give one of them another name.',
        },
      ]);
  }
}

/** All documents of the `*.yaml` files of a folder, in the order of their names; broken files and SLO names used twice are problems. */
export async function loadSloDocuments(problems: Problems, root: string, folder: string): Promise<readonly SloDocument[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.ya?ml$/.test(name)).sort();
  const documents: SloDocument[] = [];
  for (const name of names) {
    const file = relative(root, join(folder, name));
    const reading = readYaml(file, await readFile(join(folder, name), 'utf8'));
    if (reading.ok) documents.push(...reading.documents.map(({ value }) => ({ file, document: value })));
    else problems.take(reading.problems);
  }
  refuseRepeatedNames(problems, documents);
  return documents;
}
