/** Text from the engine as it is: where it holds a NUL it came as JSON behind a mark, for it travels as a C string. */
export function hostText(text: string): string {
  return text.charCodeAt(0) === 1 ? (JSON.parse(text.slice(1)) as string) : text;
}
