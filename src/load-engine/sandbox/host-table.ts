import type { GuestValues } from './guest-values.ts';
import type { HostFunction } from './host-function.ts';
import type { QuickJs } from './quickjs.ts';

/** The global that carries the host functions to the first guest module, which takes it away before a script runs. */
export const hostTableName = '__sluiceHost';

/** Puts an object with the host functions into the global object of a context. */
export function installHostTable(
  quickJs: QuickJs,
  context: number,
  values: GuestValues,
  functions: Readonly<Record<string, HostFunction>>,
): void {
  const table = quickJs._QTS_NewObject(context);
  for (const [name, hostFunction] of Object.entries(functions)) {
    const pointer = values.memory.writeText(name);
    const fn = quickJs._QTS_NewFunction(context, pointer, 0, 0, values.refs.add(hostFunction));
    values.memory.free(pointer);
    values.setProperty(table, name, fn);
  }
  const global = quickJs._QTS_GetGlobalObject(context);
  values.setProperty(global, hostTableName, table);
  values.free(global);
}
