import { extname } from 'node:path';
import { ScriptRefused } from '../load-result.ts';
import type { GuestLibrary } from '../modules/guest-library.ts';
import type { GuestModules } from '../sandbox/sandbox.ts';
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
  /** What each specifier means here. */
  readonly resolved: Map<string, string>;
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

  /** Reads a script, or takes its `text`, and reads everything it imports; throws ScriptRefused with the place of the import that can't be had. */
  static async read(entry: string, folder: ScriptFolder, library: GuestLibrary, text?: string): Promise<ModuleGraph> {
    const graph = new ModuleGraph(entry, library);
    const pending = [entry];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (graph.#files.has(name)) continue;
      const file = readScript(name, name === entry && text !== undefined ? text : await readText(name, folder));
      graph.#files.set(name, file);
      for (const found of file.imports) pending.push(...graph.#resolve(name, file, found, folder));
    }
    return graph;
  }

  /** Resolves one import and returns the file to read for it, if it is one. */
  #resolve(name: string, file: ScriptFile, found: FoundImport, folder: ScriptFolder): readonly string[] {
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
    return [target];
  }

  /** The modules of the engine that the script imports. */
  get libraryModules(): readonly string[] {
    return [...this.#libraryModules];
  }

  resolve(base: string, specifier: string): string {
    return this.#library.resolve(base, specifier) ?? this.#files.get(base)?.resolved.get(specifier) ?? specifier;
  }

  source(name: string): string | undefined {
    return this.#files.get(name)?.source ?? this.#library.source(name);
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

const extensions = new Set(['.ts', '.mts', '.js', '.mjs', '.json']);

function readScript(name: string, text: string): ScriptFile {
  const source = sourceOf(name, text);
  return { text, source, imports: name.endsWith('.json') ? [] : findImports(source), resolved: new Map() };
}

async function readText(name: string, folder: ScriptFolder): Promise<string> {
  try {
    return (await folder.read(name)).toString().replace(/^\uFEFF/, '');
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    throw new ScriptRefused(code === 'ENOENT' ? 'there is no such file' : message, name);
  }
}

function sourceOf(name: string, text: string): string {
  if (name.endsWith('.json')) return jsonModule(name, text);
  return /\.m?ts$/.test(name) ? stripTypes(text, name) : text;
}

/** Parsed again by the sandbox: JSON.parse is quicker there than an object literal, and `__proto__` stays a plain key. */
function jsonModule(name: string, text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    throw new ScriptRefused(`not JSON: ${(error as Error).message}`, name);
  }
  return `export default JSON.parse(${JSON.stringify(text)});`;
}
