import type { Socket } from 'node:net';

/** Counts the bytes of the connections that a channel has had: one after the other, where a server drops them. */
export class WireBytes {
  readonly #open = new Set<Socket>();
  #closedSent = 0;
  #closedReceived = 0;
  #countedSent = 0;
  #countedReceived = 0;

  add(wire: Socket): void {
    this.#open.add(wire);
    wire.once('close', () => {
      this.#open.delete(wire);
      this.#closedSent += wire.bytesWritten;
      this.#closedReceived += wire.bytesRead;
    });
  }

  /** Bytes since the last time it was asked. */
  take(): { readonly sent: number; readonly received: number } {
    let [sent, received] = [this.#closedSent, this.#closedReceived];
    for (const wire of this.#open) {
      sent += wire.bytesWritten;
      received += wire.bytesRead;
    }
    const since = { sent: sent - this.#countedSent, received: received - this.#countedReceived };
    this.#countedSent = sent;
    this.#countedReceived = received;
    return since;
  }

  /** Ends them at once. */
  destroy(): void {
    for (const wire of this.#open) wire.destroy();
  }
}
