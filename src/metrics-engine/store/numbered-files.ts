import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Files of one kind in a folder, numbered in the order in which they were begun. */
export class NumberedFiles {
  readonly folder: string;
  readonly #extension: string;

  constructor(folder: string, extension: string) {
    this.folder = folder;
    this.#extension = extension;
  }

  /** The numbers there are, smallest first; the folder is made where it is missing. */
  list(): readonly number[] {
    mkdirSync(this.folder, { recursive: true });
    const name = new RegExp(`^(\\d{8,})\\.${this.#extension}$`);
    const numbers = readdirSync(this.folder).flatMap((each) => name.exec(each)?.[1] ?? []);
    return numbers.map(Number).sort((a, b) => a - b);
  }

  path(number: number): string {
    return join(this.folder, `${String(number).padStart(8, '0')}.${this.#extension}`);
  }

  /** Removes a file; no error when it is gone already. */
  remove(number: number): void {
    rmSync(this.path(number), { force: true });
  }

  /** Renames a file so that it is not read again, and is kept for people to look at; answers its new path. */
  setAside(number: number): string {
    let aside = `${this.path(number)}.damaged`;
    for (let copy = 2; existsSync(aside); copy++) aside = `${this.path(number)}.damaged-${copy}`;
    renameSync(this.path(number), aside);
    return aside;
  }
}
