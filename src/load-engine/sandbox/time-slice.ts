/** How long a script may keep the event loop to itself before it is made to yield, in milliseconds. */
const sliceMs = 5;

/** The time since a script was last let in; tells when it has to give way to the others. */
export class TimeSlice {
  #start = 0;

  /** The script goes in, or on. */
  begin(): void {
    this.#start = performance.now();
  }

  /** Whether it has been in for too long. */
  get isOver(): boolean {
    return performance.now() - this.#start >= sliceMs;
  }
}
