/** What templates can speak of: the input of the execution, and the outputs of the nodes that have run. */
export interface TemplateScope {
  readonly input: unknown;
  readonly nodes: Readonly<Record<string, { readonly output: unknown }>>;
}

/** A value with its templates filled in, or which path led nowhere. */
export type Rendered = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const TEMPLATE = /\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}/g;
const WHOLE = /^\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}$/;

/**
 * Fills in `{{input.x}}` and `{{nodes.id.output.y}}` in all strings of a value, however deep. Paths only, no expressions: a
 * workflow's author can read values but run nothing.
 *
 * A string that is one template becomes the value itself with its type; within a longer string, text, and JSON for objects. A path
 * that leads nowhere is a problem, never an empty string.
 */
export function renderTemplate(value: unknown, scope: TemplateScope): Rendered {
  try {
    return { ok: true, value: render(value, scope) };
  } catch (error) {
    if (error instanceof PathProblem) return { ok: false, problem: error.message };
    throw error;
  }
}

class PathProblem extends Error {}

function render(value: unknown, scope: TemplateScope): unknown {
  if (typeof value === 'string') return renderText(value, scope);
  if (Array.isArray(value)) return value.map((item) => render(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, render(item, scope)]));
}

function renderText(text: string, scope: TemplateScope): unknown {
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return lookUp(whole, scope);
  return text.replaceAll(TEMPLATE, (_template, path: string) => asText(lookUp(path, scope)));
}

function lookUp(path: string, scope: TemplateScope): unknown {
  let value: unknown = scope;
  for (const name of path.split('.')) {
    // Own members only: what every object inherits is no data of the workflow.
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      throw new PathProblem(`{{${path}}} leads nowhere: there is no "${name}"`);
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  return value;
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
