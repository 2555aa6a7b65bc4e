import { z } from 'zod';
import type { NodeRunner } from './node-runner.ts';
import { parseParameters } from './parse-parameters.ts';

const parametersSchema = z.object({ values: z.record(z.string(), z.unknown()) });

/** `set`: its output are its `values`, templates filled in. */
export const setNode: NodeRunner = async ({ parameters }) => {
  const parsed = parseParameters(parametersSchema, parameters);
  return parsed.ok ? { ok: true, output: parsed.value.values } : parsed;
};
