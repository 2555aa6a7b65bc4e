/** The first place of a QuickJS stack that lies in a file of the script, as `file:line:column`; undefined where none does. */
export function guestLocation(stack: string, isScriptFile: (name: string) => boolean): string | undefined {
  for (const line of stack.split('\n')) {
    const frame = /^\s*at (?:.*? \()?(.*):(\d+):(\d+)\)?$/.exec(line);
    const [, file, row, column] = frame ?? [];
    if (file !== undefined && isScriptFile(file)) return `${file}:${row}:${column}`;
  }
  return undefined;
}
