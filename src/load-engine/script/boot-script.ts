import { STOP_MODULE } from '../modules/guest-library.ts';
import { hostFunctions } from '../modules/host-functions.ts';
import type { World } from '../modules/world.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import type { SampleSink } from '../virtual-user.ts';
import { type Entry, entries, type ScriptImage } from './script-image.ts';
import { createWorld, freshRun, runInit } from './script-instance.ts';
import type { ScriptParts, TestParts } from './script-parts.ts';

const deaf: SampleSink = { add: () => undefined, declare: () => undefined, check: () => undefined };

/**
 * Does once what would be the same for each virtual user: starts a sandbox, runs the guest code that the script imports, and compiles the script.
 * Throws ScriptRefused with the place of what can't be compiled.
 */
export async function bootScript(parts: ScriptParts, test: TestParts): Promise<ScriptImage> {
  const { graph, library, request } = parts;
  const world = createWorld(parts, test, 0, undefined, deaf, () => sandbox.interrupt());
  const sandbox = new Sandbox({
    quickJs: await parts.instantiate(),
    suspension: parts.suspension,
    memoryBytes: request.limits.memoryBytes,
    modules: graph,
    functions: hostFunctions(world),
  });
  const boot = await sandbox.evaluate(library.source(library.boot) ?? '', library.boot);
  await sandbox.evaluate(importing(modulesOf(parts)), 'sluice:modules');
  sandbox.reportTo(sandbox.property(boot, 'report'));
  await runInit(parts, world, sandbox, () => compile(graph.entry, world, sandbox));
  const entry = Object.fromEntries(entries.map((name) => [name, sandbox.property(boot, name)])) as Record<Entry, number>;
  return { sandbox: sandbox.freeze(), entry };
}

/** Everything is compiled before the first module runs, and that one stops the others: they run where a virtual user imports them. */
async function compile(entry: string, world: World, sandbox: Sandbox): Promise<void> {
  try {
    await sandbox.evaluate(importing([STOP_MODULE, entry]), 'sluice:compile');
  } catch (error) {
    if (world.run.failure?.message !== `Error: ${STOP_MODULE}`) throw error;
    world.run = freshRun();
  }
}

function modulesOf({ graph, library }: ScriptParts): readonly string[] {
  return [...library.unimported(graph.sources.map(({ text }) => text)), ...graph.libraryModules];
}

const importing = (modules: readonly string[]): string => modules.map((name) => `import ${JSON.stringify(name)};`).join('');
