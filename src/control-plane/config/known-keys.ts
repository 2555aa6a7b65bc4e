import { z } from 'zod';

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly oneOf?: readonly Shape[];
  readonly const?: unknown;
}

function alternatives(shape: Shape, value: unknown): readonly Shape[] {
  if (shape.oneOf === undefined) return [shape];
  const written = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const fits = (option: Shape) =>
    written.every(([key, given]) => {
      const fixed = option.properties?.[key]?.const;
      return fixed === undefined || fixed === given;
    });
  return shape.oneOf.filter(fits);
}

function below(shape: Shape, key: PropertyKey): Shape | undefined {
  if (typeof key === 'number') return shape.items;
  const named = shape.properties?.[String(key)];
  return named ?? (typeof shape.additionalProperties === 'object' ? shape.additionalProperties : undefined);
}

function valueBelow(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The keys that a schema knows at a path of a value; empty where it knows none. Of a union only the kinds that the value says it is. */
export function knownKeys(schema: z.ZodType, value: unknown, path: readonly PropertyKey[]): readonly string[] {
  let shapes: readonly Shape[] = [z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape];
  let here = value;
  for (const key of path) {
    shapes = shapes.flatMap((shape) => alternatives(shape, here)).flatMap((shape) => below(shape, key) ?? []);
    here = valueBelow(here, key);
  }
  return shapes.flatMap((shape) => alternatives(shape, here)).flatMap((shape) => Object.keys(shape.properties ?? {}));
}
