import { HttpSession } from '../http/http-session.ts';
import { ScriptRefused } from '../load-result.ts';
import { EventLoop } from '../modules/event-loop.ts';
import { hostFunctions } from '../modules/host-functions.ts';
import { VuMetadata, withMetadata } from '../modules/vu-metadata.ts';
import { VuTags } from '../modules/vu-tags.ts';
import { Waits } from '../modules/waits.ts';
import type { RunState, World } from '../modules/world.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import { GuestInterrupted, GuestReported, memoryReached, SandboxBroken } from '../sandbox/sandbox-failure.ts';
import type { SampleSink, TestFacts } from '../virtual-user.ts';
import { guestLocation } from './guest-location.ts';
import { type Entry, type ScriptImage, startModule } from './script-image.ts';
import type { ScriptParts, TestParts } from './script-parts.ts';

/** A script whose init stage has run in a sandbox of its own. */
export interface ScriptInstance {
  readonly world: World;
  readonly sandbox: Sandbox;
  readonly entry: Readonly<Record<Entry, number>>;
}

/** Where a run starts: nothing has failed, nothing is awaited. */
export function freshRun(): RunState {
  return { failure: undefined, promises: 0, returned: undefined, abortReason: undefined };
}

/** Makes a sandbox and runs the script's init stage in it; throws ScriptRefused with the place where the script throws, does what the stage forbids, or takes too long. */
export async function createInstance(
  parts: ScriptParts & { readonly image: ScriptImage },
  test: TestParts,
  id: number,
  facts: TestFacts | undefined,
  sink: SampleSink,
): Promise<ScriptInstance> {
  const { graph, image, request } = parts;
  const world = createWorld(parts, test, id, facts, sink, () => sandbox.interrupt());
  const sandbox = new Sandbox({
    quickJs: await parts.instantiate(image.sandbox.memory.length),
    suspension: parts.suspension,
    memoryBytes: request.limits.memoryBytes,
    modules: graph,
    functions: hostFunctions(world),
    image: image.sandbox,
  });
  const { entry } = image;
  await sandbox.invoke(entry.installGlobals, [id, JSON.stringify(request.env)]);
  await runInit(parts, world, sandbox, async () => {
    await sandbox.pass(entry.register, await sandbox.evaluate(startModule(graph.entry), 'sluice:start'));
    await sandbox.runJobs();
  });
  if (world.exported === undefined) throw new ScriptRefused('the top level awaits something that never comes', graph.entry);
  return { world, sandbox, entry };
}

/** The world of one virtual user, before anything has run in it. */
export function createWorld(
  { request, folder, graph, arrays, protos, mask }: ScriptParts,
  { options, resolve, pace, complain, traced }: TestParts,
  id: number,
  facts: TestFacts | undefined,
  target: SampleSink,
  interrupt: () => void,
): World {
  const tags = new VuTags(facts?.globalTags ?? {}, facts?.options['systemTags'], mask);
  const metadata = new VuMetadata(id, facts?.options['systemTags'], mask);
  // Without either, nothing could ever be set, and each sample is spared a call.
  const mayHave = metadata.mayChange || graph.libraryModules.some((name) => name.includes('k6-execution'));
  const sink = mayHave ? withMetadata(target, metadata) : target;
  const waits = new Waits();
  const localAddress = options.localAddresses.of(id);
  const debug = (text: string): void => request.log('info', mask(text));
  return {
    id,
    facts,
    env: request.env,
    sink,
    log: request.log,
    mask,
    secretSources: request.secretSources ?? {},
    tags,
    metadata,
    waits,
    loop: new EventLoop(),
    http: new HttpSession({ options, resolve, pace, sink, tags, waits, complain, localAddress, traced, debug, interrupt }),
    network: { options, resolve, localAddress, traced, complain },
    closing: new Set(),
    arrays,
    protos,
    metrics: [],
    readFile: (path) => folder.readForOpen(path),
    interrupt,
    stage: 'init',
    run: freshRun(),
    rootGroup: '',
    context: undefined,
    iteration: -1,
    iterationInScenario: -1,
    exported: undefined,
  };
}

/** Runs a part of the init stage within its time; throws ScriptRefused for what went wrong in it. */
export async function runInit({ graph, request }: ScriptParts, world: World, sandbox: Sandbox, part: () => Promise<void>): Promise<void> {
  const { initMs } = request.limits;
  const deadline = setTimeout(() => sandbox.interrupt(), initMs);
  try {
    await part();
  } catch (error) {
    if (!(error instanceof GuestReported)) throw refusal(error, { graph, initMs, abortReason: world.run.abortReason });
  } finally {
    clearTimeout(deadline);
  }
  const { failure, abortReason } = world.run;
  if (abortReason !== undefined) throw new ScriptRefused(abortReason, graph.entry);
  if (failure !== undefined) throw failureRefusal(failure, graph, isOutOfMemory(failure.message, sandbox));
}

/** QuickJS throws null where not even the error fits into the memory any more. */
export function isOutOfMemory(message: string, sandbox: Sandbox): boolean {
  return message === 'InternalError: out of memory' || (message === 'null' && sandbox.memoryIsFull);
}

function failureRefusal(
  { message, stack }: NonNullable<RunState['failure']>,
  graph: ScriptParts['graph'],
  outOfMemory: boolean,
): ScriptRefused {
  if (outOfMemory) return new ScriptRefused(memoryReached, graph.entry);
  return (
    missingExport(message, graph) ?? new ScriptRefused(message, guestLocation(stack, (name) => graph.isScriptFile(name)) ?? graph.entry)
  );
}

interface InitFacts {
  readonly graph: ScriptParts['graph'];
  readonly initMs: number;
  readonly abortReason: string | undefined;
}

function refusal(error: unknown, { graph, initMs, abortReason }: InitFacts): unknown {
  if (error instanceof GuestInterrupted) {
    return new ScriptRefused(abortReason ?? `the init stage (the top level of the script) did not end within ${initMs} ms`, graph.entry);
  }
  return error instanceof SandboxBroken ? new ScriptRefused(error.message, graph.entry) : error;
}

function missingExport(message: string, graph: ScriptParts['graph']): ScriptRefused | undefined {
  const [, name = '', module = ''] = /Could not find export '(.*)' in module '(.*)'/.exec(message) ?? [];
  if (name === '') return undefined;
  const found = graph.placeOfName(module, name);
  const shown = found?.specifier ?? module;
  const advice = graph.isScriptFile(module) ? 'it is no export of that file' : 'this engine has no such function';
  return new ScriptRefused(`import of '${name}' from '${shown}' refused: ${advice}`, found?.place ?? graph.entry);
}
