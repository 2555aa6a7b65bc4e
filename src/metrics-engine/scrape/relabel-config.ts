import { z } from 'zod';
import { count, labelName, list, text } from './config-values.ts';

/** One relabelling rule as the configuration writes it; what is absent has no default yet, because some actions forbid fields. */
export const RELABEL_SCHEMA = z
  .strictObject({
    source_labels: list(labelName),
    separator: text.optional(),
    regex: text.optional(),
    modulus: count.optional(),
    target_label: text.default(''),
    replacement: text.optional(),
    action: text.transform((action) => action.toLowerCase()).default('replace'),
  })
  .readonly();

export type RelabelConfig = z.output<typeof RELABEL_SCHEMA>;
