/** Times pings by the text that each of them carries, and its pong brings back. */
export class PingClock {
  readonly #sent = new Map<string, number>();
  #next = 0;

  /** Begins a ping and gives what it is to carry. */
  begin(): string {
    const text = `ping ${this.#next}`;
    this.#next += 1;
    this.#sent.set(text, performance.now());
    return text;
  }

  /** Milliseconds since the ping of a pong; undefined for a pong that nobody asked for. */
  end(text: string): number | undefined {
    const sentMs = this.#sent.get(text);
    this.#sent.delete(text);
    return sentMs === undefined ? undefined : performance.now() - sentMs;
  }
}
