/** A message by the names of its fields, as the library encodes and decodes it. */
export type PlainMessage = Record<string, unknown>;

/** A value of a script as an error shows it. */
export function shownJson(json: unknown): string {
  return (JSON.stringify(json) ?? 'undefined').slice(0, 80);
}
