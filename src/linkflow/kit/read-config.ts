import { z } from 'zod';

/** Environment variables as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The configuration that a schema reads from environment variables, frozen; empty variables count as absent.
 *
 * Throws an error that names each wrong variable and what is wrong with it, never its value: it may be a secret.
 */
export function readConfig<Schema extends z.ZodObject>(schema: Schema, environment: Environment): Readonly<z.output<Schema>> {
  const given = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, environment[name] || undefined]));
  const result = schema.safeParse(given);
  if (result.success) return Object.freeze(result.data);
  throw new Error(`The configuration is not valid:\n${z.prettifyError(result.error)}`);
}

/** A TCP port from a variable; 0 takes a free one. */
export function portVariable(standard: number) {
  return z.coerce.number().int().min(0).max(65_535).default(standard);
}
