import type { z } from 'zod';

/** Parameters as a node type's schema reads them, or what is wrong with them in one line. */
export function parseParameters<Schema extends z.ZodType>(
  schema: Schema,
  parameters: unknown,
): { readonly ok: true; readonly value: z.output<Schema> } | { readonly ok: false; readonly reason: string } {
  const result = schema.safeParse(parameters);
  if (result.success) return { ok: true, value: result.data };
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.') || 'parameters'}: ${message}`);
  return { ok: false, reason: `The parameters are not valid: ${problems.join('; ')}` };
}
