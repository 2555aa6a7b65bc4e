/** Puts values into the global object, where scripts may replace them. */
export function provide(values: object): void {
  Object.entries(values).forEach(([name, value]: readonly [string, unknown]) => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  });
}
