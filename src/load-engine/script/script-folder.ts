import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';

/** A larger file would not fit into a virtual user's memory anyway. */
const LARGEST_FILE_BYTES = 128 * 1024 * 1024;

/** The folder that a script lives in: nothing outside of it is read, neither by a path nor through a symbolic link. */
export class ScriptFolder {
  /** As the script's own path names it. */
  readonly path: string;
  readonly #real: string;

  private constructor(path: string, real: string) {
    this.path = path;
    this.#real = real;
  }

  /** Opens the folder of a script; throws what the file system throws where it is not there. */
  static async of(scriptPath: string): Promise<ScriptFolder> {
    const path = dirname(scriptPath);
    return new ScriptFolder(path, await realpath(path));
  }

  /** The name of a file by its path from another file of the folder, as it shows in errors; undefined where it leads out. */
  nameFrom(fromName: string, specifier: string): string | undefined {
    const name = normalize(join(dirname(fromName), specifier));
    return inside(resolve(this.path), resolve(name)) ? name : undefined;
  }

  /** Reads a file by its name; throws an Error where it is missing, is no regular file, is too large, or where a link leads out of the folder. */
  read(name: string): Buffer {
    // Without O_NONBLOCK, opening a named pipe waits for somebody to write.
    const file = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(file);
      this.#refuseOutside(name, realPathOf(file, stats, name));
      refuseUnreadable(name, stats);
      return readFileSync(file);
    } finally {
      closeSync(file);
    }
  }

  /** Reads a file for open(): the path is taken from the script's folder. */
  readForOpen(given: string): Buffer {
    // What import.meta.resolve() gives.
    const path = given.startsWith('file:///') ? given.slice('file://'.length) : given;
    if (path.includes('\0')) throw new Error('open(): a path must not contain NUL');
    const name = isAbsolute(path) ? resolve(path) : join(this.path, path);
    if (!inside(resolve(this.path), resolve(name)))
      throw new Error(`open('${path}') leads out of the script's folder: put the file beside the script`);
    try {
      return this.read(name);
    } catch (error) {
      throw refusal(path, this.path, error as NodeJS.ErrnoException);
    }
  }

  #refuseOutside(name: string, real: string): void {
    if (!inside(this.#real, real)) throw new Error(`${name} is a link out of the script's folder: put the file itself beside the script`);
  }
}

/** Where a file that is open really lies: asked of the descriptor, for a path may lead elsewhere a moment later. */
function realPathOf(file: number, stats: Stats, name: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${file}`);
  } catch {
    // Not Linux: the path's own answer counts if it is still the same file.
    const real = realpathSync(name);
    const there = lstatSync(real);
    if (there.ino !== stats.ino || there.dev !== stats.dev) throw new Error(`${name} was replaced while it was read`);
    return real;
  }
}

function refuseUnreadable(name: string, stats: Stats): void {
  if (stats.isDirectory()) throw new Error(`${name} is a folder: name a file in it`);
  if (!stats.isFile()) throw new Error(`${name} is a pipe, a socket or a device: only regular files are read`);
  if (stats.size > LARGEST_FILE_BYTES)
    throw new Error(`${name} has ${stats.size} bytes, and a script may read files of up to ${LARGEST_FILE_BYTES / 1024 / 1024} MiB`);
}

function refusal(path: string, folder: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT') return new Error(`open('${path}'): there is no such file in ${folder}`, { cause: error });
  return new Error(`open('${path}'): ${error.message}`, { cause: error });
}

function inside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
