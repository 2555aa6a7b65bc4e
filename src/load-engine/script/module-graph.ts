import { dirname, extname, resolve } from 'node:path';
import { ScriptRefused } from '../load-result.ts';
import type { GuestLibrary } from '../modules/guest-library.ts';
import type { GuestModules } from '../sandbox/sandbox.ts';
import { findRequires, type ModuleForm, moduleForm, requireModule, requirePrefix, withCommonJs, withMetaResolve } from './common-js.ts';
import { type FoundImport, findImports } from './find-imports.ts';
import { refuseModule } from './refuse-module.ts';
import type { ScriptFolder } from './script-folder.ts';
import { sourcePlace } from './source-place.ts';
import { stripTypes } from './strip-types.ts';

interface ScriptFile {
  /** As it was written. */
  readonly text: string;
  readonly source: string;
  readonly imports: readonly FoundImport[];
  readonly requires: readonly FoundImport[];
  readonly form: ModuleForm;
  /** What each specifier means here. */
  readonly resolved: Map<string, string>;
}

/** A file to read, and the import that asks for it; none asks for the script itself. */
interface Wanted {
  readonly name: string;
  readonly by: { readonly specifier: string; readonly place: string } | undefined;
}

/** A script with all the files and modules that it imports, read and checked before anything runs. */
export class ModuleGraph implements GuestModules {
  readonly entry: string;
  readonly #files = new Map<string, ScriptFile>();
  readonly #libraryModules = new Set<string>();
  readonly #library: GuestLibrary;

  private constructor(entry: string, library: GuestLibrary) {
    this.entry = entry;
    this.#library = library;
  }

  /** Reads a script, or takes its `text`, and reads everything it imports; rejects with ScriptRefused with the place of the import that can't be had. */
  static async read(entry: string, folder: ScriptFolder, library: GuestLibrary, text?: string): Promise<ModuleGraph> {
    const graph = new ModuleGraph(entry, library);
    const pending: Wanted[] = [{ name: entry, by: undefined }];
    for (let wanted = pending.pop(); wanted !== undefined; wanted = pending.pop()) {
      const { name } = wanted;
      if (graph.#files.has(name)) continue;
      const file = await readScript(name, name === entry && text !== undefined ? text : readText(wanted, folder));
      graph.#files.set(name, file);
      for (const found of [...file.imports, ...file.requires]) pending.push(...graph.#resolve(name, file, found, folder));
    }
    return graph;
  }

  /** Resolves one import and returns the file to read for it, if it is one. */
  #resolve(name: string, file: ScriptFile, found: FoundImport, folder: ScriptFolder): readonly Wanted[] {
    const place = sourcePlace(name, file.source, found.specifierAt);
    const module = this.#library.moduleOf(found.specifier);
    if (module !== undefined) {
      this.#libraryModules.add(module);
      file.resolved.set(found.specifier, module);
      return [];
    }
    if (!/^\.\.?\//.test(found.specifier)) throw new ScriptRefused(refuseModule(found.specifier), place);
    const target = folder.nameFrom(name, found.specifier);
    if (target === undefined)
      throw new ScriptRefused(`import of '${found.specifier}' leads out of the script's folder: put the file beside the script`, place);
    if (!extensions.has(extname(target))) {
      throw new ScriptRefused(`import of '${found.specifier}' needs a file with one of the endings ${[...extensions].join(' ')}`, place);
    }
    file.resolved.set(found.specifier, target);
    return [{ name: target, by: { specifier: found.specifier, place } }];
  }

  /** The modules of the engine that the script imports. */
  get libraryModules(): readonly string[] {
    return [...this.#libraryModules];
  }

  resolve(base: string, specifier: string): string {
    const file = this.#files.get(base.startsWith(requirePrefix) ? base.slice(requirePrefix.length) : base);
    if (file === undefined) return this.#library.resolve(base, specifier) ?? specifier;
    // What was not found when the script was read is not found later either: a script must not name the engine's own modules.
    return file.resolved.get(specifier) ?? (specifier === requirePrefix + base ? specifier : `missing:${specifier}`);
  }

  source(name: string): string | undefined {
    const file = this.#files.get(name);
    if (file !== undefined) return withMetaResolve(withCommonJs(file.source, name, file.form), name);
    if (!name.startsWith(requirePrefix)) return this.#library.source(name);
    const requiring = this.#files.get(name.slice(requirePrefix.length));
    return requiring === undefined
      ? undefined
      : requireModule(
          requiring.requires.map(({ specifier }) => specifier),
          dirname(resolve(name.slice(requirePrefix.length))),
        );
  }

  /** The files of the script as they were written. */
  get sources(): readonly { readonly name: string; readonly text: string }[] {
    return [...this.#files].map(([name, { text }]) => ({ name, text }));
  }

  /** Whether a name is a file of the script, and so a place to show to people. */
  isScriptFile(name: string): boolean {
    return this.#files.has(name);
  }

  /** Where a name is imported that a module does not have, with the module as the script calls it; undefined where no import asks for it. */
  placeOfName(module: string, imported: string): { readonly place: string; readonly specifier: string } | undefined {
    for (const [name, { source, imports, resolved }] of this.#files) {
      const found = imports.find(
        (each) => resolved.get(each.specifier) === module && each.names.some((asked) => asked.imported === imported),
      );
      if (found !== undefined) return { place: sourcePlace(name, source, found.from), specifier: found.specifier };
    }
    return undefined;
  }
}

const extensions = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json']);

async function readScript(name: string, text: string): Promise<ScriptFile> {
  const source = await sourceOf(name, text);
  if (name.endsWith('.json')) return { text, source, imports: [], requires: [], form: 'es', resolved: new Map() };
  const form = moduleForm(source);
  return { text, source, imports: findImports(source), requires: form === 'es' ? [] : findRequires(source), form, resolved: new Map() };
}

function readText({ name, by }: Wanted, folder: ScriptFolder): string {
  try {
    return folder
      .read(name)
      .toString()
      .replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    const problem = code === 'ENOENT' ? 'there is no such file' : message;
    throw by === undefined
      ? new ScriptRefused(problem, name)
      : new ScriptRefused(`import of '${by.specifier}' refused: ${problem}`, by.place);
  }
}

async function sourceOf(name: string, text: string): Promise<string> {
  if (name.endsWith('.json')) return jsonModule(name, text);
  return /\.[mc]?ts$/.test(name) ? stripTypes(text, name) : text;
}

/** Parsed again by the sandbox: JSON.parse is quicker there than an object literal, and `__proto__` stays a plain key. */
function jsonModule(name: string, text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new ScriptRefused(`not JSON: ${(error as Error).message}`, jsonPlace(name, text, (error as Error).message));
  }
  return `export default JSON.parse(${JSON.stringify(text)});`;
}

/** V8 says where in its message; a text that ends too soon is wrong at its end. */
function jsonPlace(name: string, text: string, message: string): string {
  const position = /at position (\d+)/.exec(message)?.[1];
  return sourcePlace(name, text, position === undefined ? text.length : Number(position));
}
