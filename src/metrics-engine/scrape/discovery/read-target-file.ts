import { z } from 'zod';
import { labels, list, text } from '../config-values.ts';
import { readYaml } from '../read-yaml.ts';
import type { TargetGroup } from './discovery.ts';

const YAML_FILE = z.array(z.strictObject({ targets: list(text), labels })).nullable();
const JSON_FILE = z.array(z.strictObject({ targets: z.array(z.string()).nullish(), labels: z.record(z.string(), z.string()).nullish() }));

/**
 * The groups of targets that a file lists, as `[{ "targets": ["host:port"], "labels": { … } }]`: JSON when its name ends so, else YAML.
 *
 * Throws Error, which says what is wrong and where, when the file is none of the two or holds something else. An empty YAML file lists nothing.
 */
export function readTargetFile(path: string, content: string): readonly TargetGroup[] {
  const groups = path.toLowerCase().endsWith('.json') ? check(JSON_FILE, parseJson(content)) : (check(YAML_FILE, parseYaml(content)) ?? []);
  return groups.map(({ targets, labels: shared }) => ({
    // Prometheus' name for where the targets were found.
    labels: { ...shared, __meta_filepath: path },
    targets: (targets ?? []).map((address) => ({ __address__: address })),
  }));
}

function parseJson(content: string): unknown {
  try {
    return JSON.parse(content) as unknown;
  } catch (cause) {
    throw new Error(`malformed JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function parseYaml(content: string): unknown {
  const reading = readYaml(content);
  if (!reading.ok) throw new Error(`malformed YAML: ${reading.problem}`);
  return reading.value;
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Error(result.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`).join('; '));
}
