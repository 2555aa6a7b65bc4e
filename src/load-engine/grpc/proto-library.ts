import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix } from 'node:path';
import type { Root } from 'protobufjs';
import { messageOf } from '../message-of.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';

/** What a script loads: .proto files with the paths to look for their imports in, or a protoset. */
export type ProtoLoad =
  | { readonly kind: 'files'; readonly importPaths: readonly string[]; readonly files: readonly string[] }
  | { readonly kind: 'protoset'; readonly path: string };

/** Reads a file beside the script; throws an Error whose cause has the code ENOENT where there is none. */
export type ReadFile = (path: string) => Buffer;

/** Definitions that several loads gave together, parsed once for all virtual users of a script. */
export class ProtoLibrary {
  readonly #roots = new Map<string, Root>();

  /** The types of these loads; throws an Error with file and line for what is no proto, and for a file or type that is missing. */
  root(loads: readonly ProtoLoad[], { protobuf }: GrpcLibraries, readFile: ReadFile): Root {
    const key = JSON.stringify(loads);
    const known = this.#roots.get(key);
    if (known !== undefined) return known;
    const root = new protobuf.Root();
    const read = new Set<string>();
    for (const load of loads) {
      if (load.kind === 'files')
        for (const file of load.files) readProto(root, protobuf, new ProtoFinder(load.importPaths, readFile), file, read);
      else addProtoset(root, protobuf, readFile(load.path), load.path);
    }
    root.resolveAll();
    this.#roots.set(key, root);
    return root;
  }
}

function readProto(root: Root, protobuf: GrpcLibraries['protobuf'], finder: ProtoFinder, name: string, read: Set<string>): void {
  const file = posix.normalize(name);
  if (read.has(file)) return;
  read.add(file);
  const own = finder.find(file);
  const common = own === undefined ? protobuf.common.get(file) : null;
  if (common?.nested !== undefined) {
    root.addJSON(common.nested);
    return;
  }
  const source = own ?? bundled(file);
  if (source === undefined) throw new Error(`${name}: there is no such proto file in ${finder.places}`);
  const { imports = [], weakImports = [] } = parsed(source, root, protobuf, file);
  for (const imported of [...imports, ...weakImports]) readProto(root, protobuf, finder, imported, read);
}

function parsed(source: string, root: Root, protobuf: GrpcLibraries['protobuf'], file: string): ReturnType<typeof protobuf.parse> {
  const parser = protobuf.parse as typeof protobuf.parse & { filename?: string | null };
  parser.filename = file;
  try {
    return parser(source, root, { keepCase: true });
  } catch (error) {
    const message = messageOf(error);
    throw new Error(message.includes(file) ? message : `${file}: ${message}`, { cause: error });
  } finally {
    parser.filename = null;
  }
}

/** Finds proto files in the import paths of a load, which are folders below the script's. */
class ProtoFinder {
  readonly #paths: readonly string[];
  readonly #readFile: ReadFile;

  constructor(importPaths: readonly string[], readFile: ReadFile) {
    this.#paths = importPaths.length === 0 ? ['.'] : importPaths;
    this.#readFile = readFile;
  }

  get places(): string {
    return this.#paths.map((path) => (path === '.' ? "the script's folder" : path)).join(', ');
  }

  find(file: string): string | undefined {
    for (const path of this.#paths) {
      try {
        return this.#readFile(posix.join(path, file)).toString();
      } catch (error) {
        if (((error as Error).cause as { readonly code?: string } | undefined)?.code !== 'ENOENT') throw error;
      }
    }
    return undefined;
  }
}

/** What Google's tools bring along: the descriptor and the HTTP annotations, which scripts import without having them. */
function bundled(file: string): string | undefined {
  if (!/^google\/(?:protobuf|api)\/\w+\.proto$/.test(file)) return undefined;
  try {
    return readFileSync(createRequire(import.meta.url).resolve(`protobufjs/${file}`), 'utf8');
  } catch {
    return undefined;
  }
}

function addProtoset(root: Root, protobuf: GrpcLibraries['protobuf'], bytes: Buffer, path: string): void {
  try {
    addFiles(root, protobuf, descriptors().FileDescriptorSet.decode(bytes).file);
  } catch (error) {
    throw new Error(`${path}: not a protoset (protoc --descriptor_set_out --include_imports): ${messageOf(error)}`, { cause: error });
  }
}

/** A file's definitions as protoc and servers describe them. */
export interface DescribedFile {
  readonly name: string;
  readonly dependency: readonly string[];
}

interface DescriptorExtension {
  readonly FileDescriptorSet: { decode(bytes: Uint8Array): { readonly file: readonly DescribedFile[] } };
  readonly FileDescriptorProto: { decode(bytes: Uint8Array): DescribedFile };
}

/** The library's reader of descriptors. */
export function descriptors(): DescriptorExtension {
  return createRequire(import.meta.url)('protobufjs/ext/descriptor') as DescriptorExtension;
}

/** Adds the types of described files. */
export function addFiles(root: Root, protobuf: GrpcLibraries['protobuf'], file: readonly DescribedFile[]): void {
  const made = (protobuf.Root as unknown as { fromDescriptor(set: object): Root }).fromDescriptor({ file });
  for (const nested of made.nestedArray) root.add(nested);
}
