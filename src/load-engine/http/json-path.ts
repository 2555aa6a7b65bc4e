/**
 * Selects a part of a JSON value by a path in the manner of GJSON, as Response.json(path) takes it: keys and indexes separated by dots,
 * `#` for the length of an array at the end or for each element in the middle, `*` and `?` as wildcards in keys, `\` before a dot that belongs to a key.
 * undefined where the path leads nowhere. Queries `#(…)`, modifiers `@…` and `|` are refused by name.
 */
export function selectJsonPath(value: unknown, path: string): unknown {
  if (path === '') return undefined;
  const steps = splitPath(path);
  if (steps.some(isBeyondUs)) {
    throw new Error(
      `the JSON path ${JSON.stringify(path)} uses a query, modifier or pipe, which this engine does not know: take the part with JavaScript`,
    );
  }
  return select(value, steps);
}

function splitPath(path: string): readonly string[] {
  return path.match(/(?:\\[\s\S]|[^.\\])+/g) ?? [];
}

function isBeyondUs(step: string): boolean {
  return step.startsWith('@') || step.startsWith('#(') || step.replace(/\\[\s\S]/g, '').includes('|');
}

function select(value: unknown, [step, ...rest]: readonly string[]): unknown {
  if (step === undefined) return value;
  if (Array.isArray(value)) return selectInArray(value, step, rest);
  if (typeof value !== 'object' || value === null) return undefined;
  const key = matchingKey(value, step);
  return key === undefined ? undefined : select((value as Readonly<Record<string, unknown>>)[key], rest);
}

function selectInArray(array: readonly unknown[], step: string, rest: readonly string[]): unknown {
  if (step === '#') {
    if (rest.length === 0) return array.length;
    return array.map((element) => select(element, rest)).filter((selected) => selected !== undefined);
  }
  return /^\d+$/.test(step) ? select(array[Number(step)], rest) : undefined;
}

function matchingKey(object: object, step: string): string | undefined {
  const literal = step.replace(/\\(.)/g, '$1');
  if (Object.hasOwn(object, literal)) return literal;
  if (!/(?<!\\)[*?]/.test(step)) return undefined;
  const pattern = step.replace(
    /\\(.)|([*?])|([^\\*?])/g,
    (_all, escaped: string | undefined, wildcard: string | undefined, plain: string | undefined) =>
      wildcard === undefined ? (escaped ?? plain ?? '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : wildcard === '*' ? '.*' : '.',
  );
  return Object.keys(object).find((key) => new RegExp(`^${pattern}$`, 's').test(key));
}
