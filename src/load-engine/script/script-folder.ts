import { readFileSync, realpathSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, relative, resolve, sep } from 'node:path';

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

  /** Reads a file by its name; throws where it is missing, or where a link leads out of the folder. */
  async read(name: string): Promise<Buffer> {
    this.#refuseOutside(name, await realpath(name));
    return readFile(name);
  }

  /** Reads a file for open(): the path is taken from the script's folder. */
  readSync(path: string): Buffer {
    const name = isAbsolute(path) ? path : join(this.path, path);
    if (!inside(resolve(this.path), resolve(name)))
      throw new Error(`open('${path}') leads out of the script's folder: put the file beside the script`);
    try {
      this.#refuseOutside(path, realpathSync(name));
      return readFileSync(name);
    } catch (error) {
      if ((error as { code?: string }).code === 'ENOENT')
        throw new Error(`open('${path}'): there is no such file in ${this.path}`, { cause: error });
      throw error;
    }
  }

  #refuseOutside(name: string, real: string): void {
    if (!inside(this.#real, real)) throw new Error(`${name} is a link out of the script's folder: put the file itself beside the script`);
  }
}

function inside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
