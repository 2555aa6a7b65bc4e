import { readdir, readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { extname } from 'node:path';

/** Modules of the engine that scripts may import, by the file of guest code behind each. */
const publicModules: Readonly<Record<string, string>> = {
  k6: 'k6',
  'k6/http': 'k6-http',
  'k6/metrics': 'k6-metrics',
  'k6/execution': 'k6-execution',
  'k6/data': 'k6-data',
  'k6/encoding': 'k6-encoding',
  'k6/crypto': 'k6-crypto',
  'k6/timers': 'k6-timers',
  'k6/options': 'k6-options',
  'k6/websockets': 'k6-websockets',
  'k6/experimental/websockets': 'k6-websockets',
  'k6/ws': 'k6-ws',
  'k6/net/grpc': 'k6-net-grpc',
  'k6/secrets': 'k6-secrets',
  'k6/html': 'k6-html',
  'k6/experimental/webcrypto': 'k6-experimental-webcrypto',
  'k6/experimental/timers': 'k6-timers',
};

/** Libraries that scripts import from the web in any version; we have our own of the functions they document. */
const remoteModules: readonly (readonly [pattern: RegExp, file: string])[] = [
  [/^https:\/\/jslib\.k6\.io\/k6-utils\/[\w.]+\/index\.js$/, 'jslib-k6-utils'],
  [/^https:\/\/jslib\.k6\.io\/url\/[\w.]+\/index\.js$/, 'jslib-url'],
  [/^https:\/\/jslib\.k6\.io\/k6-summary\/[\w.]+\/index\.js$/, 'jslib-k6-summary'],
];

/** A script that holds none of these words has no way to what web-globals.ts provides. */
const webGlobals = /\b(?:URL|URLSearchParams|TextEncoder|TextDecoder|crypto|globalThis|eval|Function|constructor|self)\b|\\u/;

const prefix = 'sluice:guest/';
const hostModule = 'sluice:host';

/** A module that throws its own name: what is imported after it is compiled and linked, and does not run. */
export const STOP_MODULE = 'sluice:stop';

/** The code of the engine that runs inside of a sandbox: what scripts import as k6, and what stands behind it. */
export interface GuestLibrary {
  /** The module that starts a sandbox. */
  readonly boot: string;
  /** The modules that scripts of these texts may reach for without an import. */
  unimported(texts: readonly string[]): readonly string[];
  /** The module that a script's specifier means, undefined where it means none of ours. */
  moduleOf(specifier: string): string | undefined;
  /** What a specifier means inside of guest code, undefined where `base` is none. */
  resolve(base: string, specifier: string): string | undefined;
  source(name: string): string | undefined;
}

/** Reads the guest code once; `hostFunctions` are the names that it finds in sluice:host. */
export async function readGuestLibrary(hostFunctions: readonly string[], hostTable: string): Promise<GuestLibrary> {
  const folder = new URL('./guest/', import.meta.url);
  // Published as JavaScript, the guest code ends as this file does.
  const ending = extname(import.meta.url);
  const names = (await readdir(folder)).filter((name) => name.endsWith(ending) && !/\.d\.ts$|\.test\.ts$/.test(name));
  const sources = await Promise.all(names.map(async (name) => [name, await readGuestSource(new URL(name, folder))] as const));
  const withDefault = new Set(
    [...Object.values(publicModules), ...remoteModules.map(([, file]) => file)].map((file) => `${file}${ending}`),
  );
  const modules = new Map<string, string>(
    sources.map(([name, source]) => [`${prefix}${name}`, withDefault.has(name) ? addDefault(name, source) : source]),
  );
  modules.set(hostModule, hostSource(hostFunctions, hostTable));
  modules.set(STOP_MODULE, `throw new Error('${STOP_MODULE}');`);
  const fileOf = (specifier: string): string | undefined =>
    (Object.hasOwn(publicModules, specifier) ? publicModules[specifier] : undefined) ??
    remoteModules.find(([pattern]) => pattern.test(specifier))?.[1];
  return {
    boot: `${prefix}boot${ending}`,
    unimported: (texts) => (texts.some((text) => webGlobals.test(text)) ? [`${prefix}web-globals${ending}`] : []),
    moduleOf: (specifier) => {
      const file = fileOf(specifier);
      return file === undefined ? undefined : `${prefix}${file}${ending}`;
    },
    resolve: (base, specifier) => {
      if (!base.startsWith(prefix)) return undefined;
      return specifier.startsWith('./') ? `${prefix}${specifier.slice(2)}` : specifier;
    },
    source: (name) => modules.get(name),
  };
}

/** Guest code as short as it can be had: QuickJS keeps the text of each function, for each virtual user anew. Texts of more than one line have no place in it. */
async function readGuestSource(file: URL): Promise<string> {
  return stripTypeScriptTypes(await readFile(file, 'utf8'), { mode: 'transform' }).replace(/^ +/gm, '');
}

/** k6 modules can be imported whole by default: `import http from 'k6/http'`. */
function addDefault(name: string, source: string): string {
  return `${source}\nimport * as everything from './${name}';\nexport default everything;\n`;
}

/** The table is taken out of reach before any script runs. */
function hostSource(names: readonly string[], hostTable: string): string {
  return `const table = globalThis.${hostTable};\ndelete globalThis.${hostTable};\nexport const { ${names.join(', ')} } = table;\n`;
}
