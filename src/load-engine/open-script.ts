import { ProtoLibrary } from './grpc/proto-library.ts';
import { complaints } from './http/complaints.ts';
import type { HostRefused } from './http/host-refused.ts';
import { httpOptions } from './http/http-options.ts';
import { requestPace } from './http/request-pace.ts';
import { hostResolver } from './http/resolve-host.ts';
import { ScriptRefused } from './load-result.ts';
import { runMask } from './mask-secrets.ts';
import { readGuestLibrary } from './modules/guest-library.ts';
import { hostFunctions } from './modules/host-functions.ts';
import { SharedArrays } from './modules/shared-arrays.ts';
import type { World } from './modules/world.ts';
import { isMap } from './options/field-kind.ts';
import { hostTableName } from './sandbox/host-table.ts';
import { proveSuspension } from './sandbox/prove-suspension.ts';
import { compileQuickJs } from './sandbox/quickjs.ts';
import { findSuspension } from './sandbox/suspension.ts';
import { bootScript } from './script/boot-script.ts';
import { guestLocation } from './script/guest-location.ts';
import { ModuleGraph } from './script/module-graph.ts';
import { ScriptFolder } from './script/script-folder.ts';
import { createInstance } from './script/script-instance.ts';
import type { ScriptParts, TestParts } from './script/script-parts.ts';
import { ScriptUser } from './script/script-user.ts';
import type { LoadScript, OpenScript, SampleSink, TestFacts } from './virtual-user.ts';
import { warmUp } from './warm-up/warm-up.ts';

const deaf: SampleSink = { add: () => undefined, declare: () => undefined, check: () => undefined };

/**
 * Opens a k6 script: reads it with all it imports, strips its types, and runs its init stage once for its options. Nothing is sent.
 * Throws ScriptRefused with file, line and column for what is wrong with the script, and an Error where this Node can't suspend WebAssembly.
 */
export const openScript: OpenScript = async (request) => {
  const script = await readParts(request);
  const parts = { ...script, image: await bootScript(script, testParts(script, undefined)) };
  const first = await createInstance(parts, testParts(parts, undefined), 0, undefined, deaf);
  const exported = readExported(first.world.exported ?? '{}', parts.graph.entry);
  await first.world.http.close();
  let test: { readonly facts: TestFacts; readonly parts: TestParts } | undefined;
  return {
    path: request.path,
    options: exported.options,
    exportedFunctions: exported.functions,
    sources: parts.graph.sources,
    declaredMetrics: first.world.metrics,
    createVirtualUser: async (id, facts, sink) => {
      // Names that one user looked up serve all of them, as long as the test is the same.
      if (test?.facts !== facts) test = { facts, parts: testParts(parts, facts) };
      const instance = await createInstance(parts, test.parts, id, facts, sink);
      return new ScriptUser(instance, (stack) => placeOf(parts, stack));
    },
    warmUp: () => warmUp(openScript),
    dispose: () => Promise.resolve(),
  };
};

async function readParts(request: Parameters<OpenScript>[0]): Promise<ScriptParts> {
  // The names alone: no function is called before a world stands behind it.
  const library = await readGuestLibrary(Object.keys(hostFunctions({} as World)), hostTableName);
  const mask = runMask(request);
  const folder = await openFolder(request.path);
  const graph = await ModuleGraph.read(request.path, folder, library, request.text);
  const suspension = findSuspension();
  const instantiate = await compileQuickJs(suspension, request.limits.memoryBytes);
  await proveSuspension(instantiate, suspension);
  return { request, suspension, instantiate, library, graph, folder, arrays: new SharedArrays(), protos: new ProtoLibrary(), mask };
}

interface Exported {
  readonly options: LoadScript['options'];
  readonly functions: readonly string[];
}

/** Guest code wrote this, in a world that the script may have turned upside down. */
function readExported(json: string, entry: string): Exported {
  const { options, functions } = JSON.parse(json) as Partial<Exported>;
  if (isMap(options) && Array.isArray(functions)) return { options, functions };
  throw new ScriptRefused('options must be an object that can be written as JSON', entry);
}

/** What is thrown without being an Error carries no place: then the script's file has to do. */
function placeOf({ graph }: ScriptParts, stack: string): string {
  return guestLocation(stack, (name) => graph.isScriptFile(name)) ?? graph.entry;
}

async function openFolder(path: string): Promise<ScriptFolder> {
  try {
    return await ScriptFolder.of(path);
  } catch (error) {
    throw new ScriptRefused(`the script's folder can't be read: ${(error as Error).message}`, path);
  }
}

/** What a failure says that is this machine's own, as request-failure.ts words it. */
const LOCAL_FAILURE = /no free local port|too many open files/;

function testParts({ request, mask }: ScriptParts, facts: TestFacts | undefined): TestParts {
  const options = httpOptions(facts?.options ?? {}, request.limits.memoryBytes);
  const complain = complaints((message) => request.log('warn', mask(message)));
  const refused = (refusal: HostRefused): void => facts?.refuse?.(refusal.message);
  const resolve = hostResolver({ options, allowedHosts: request.limits.allowedHosts, now: Date.now, refused });
  return {
    options,
    resolve,
    pace: requestPace(options.rps && options.rps * (facts?.rpsShare ?? 1), () => performance.now()),
    complain: (kind, message) => {
      if (LOCAL_FAILURE.test(kind)) facts?.localFailure?.();
      complain(kind, message);
    },
    traced: facts?.traced === true,
  };
}
