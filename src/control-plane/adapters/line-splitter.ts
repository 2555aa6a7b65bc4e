import { StringDecoder } from 'node:string_decoder';

/** Cuts a stream of bytes into lines of UTF-8, and gives up on a line that is too long. */
export class LineSplitter {
  readonly #longest: number;
  readonly #onLine: (line: string) => void;
  readonly #onLong: () => void;
  readonly #decoder = new StringDecoder('utf8');
  #parts: string[] = [];
  #length = 0;
  #gaveUp = false;

  /** `longest` is in characters; after `onLong` nothing more is told. Empty lines are left out. */
  constructor(longest: number, onLine: (line: string) => void, onLong: () => void) {
    this.#longest = longest;
    this.#onLine = onLine;
    this.#onLong = onLong;
  }

  push(chunk: Buffer): void {
    const [first = '', ...rest] = this.#decoder.write(chunk).split('\n');
    this.#append(first);
    for (const text of rest) {
      this.#flush();
      this.#append(text);
    }
  }

  /** Tells what stands after the last line break. */
  end(): void {
    this.#append(this.#decoder.end());
    this.#flush();
  }

  #append(text: string): void {
    if (this.#gaveUp || text === '') return;
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length <= this.#longest) return;
    this.#gaveUp = true;
    this.#parts = [];
    this.#onLong();
  }

  #flush(): void {
    const line = this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    if (line !== '' && !this.#gaveUp) this.#onLine(line);
  }
}
