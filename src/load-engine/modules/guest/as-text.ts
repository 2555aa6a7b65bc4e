/** Text of whatever a script passed: JavaScript's own conversion, in one place because scripts are not type-checked. */
export function asText(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}
