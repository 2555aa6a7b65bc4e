import { z } from 'zod';

const condition = {
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  route: z.string().startsWith('/').optional(),
  aboveRequestsPerSecond: z.number().nonnegative().optional(),
};
const share = z.number().min(0).max(1);

/**
 * The faults a version of a service is started with, from `LINKFLOW_FAULTS`; all absent means a healthy version.
 *
 * `share` is a part of the requests, 0..1; `route` is a route template; `aboveRequestsPerSecond` lets a fault act only while
 * the requests that match its method and route came faster than that in the last second. Unknown keys are refused.
 */
export const faultSetSchema = z.strictObject({
  latency: z.strictObject({ share, addMs: z.number().positive().max(600_000), ...condition }).optional(),
  errors: z.strictObject({ share, ...condition }).optional(),
  contractBreak: z
    .strictObject({
      rename: z.record(z.string(), z.string()).default({ name: 'title' }),
      omit: z.array(z.string()).readonly().default(['nodes']),
    })
    .optional(),
  slowStart: z.strictObject({ ms: z.number().positive().max(3_600_000) }).optional(),
  memoryGrowth: z
    .strictObject({
      bytesPerRequest: z.int().positive(),
      maxBytes: z
        .int()
        .positive()
        .default(256 * 1024 * 1024),
    })
    .optional(),
});

/** A parsed set of faults. */
export type FaultSet = Readonly<z.output<typeof faultSetSchema>>;

/** A set of faults as it is written down, before the defaults are filled in. */
export type FaultSetInput = z.input<typeof faultSetSchema>;

/** When a latency or errors fault applies to a request at all. */
export interface FaultCondition {
  readonly method?: string | undefined;
  readonly route?: string | undefined;
  readonly aboveRequestsPerSecond?: number | undefined;
}

/** Reads a set of faults from JSON text; an absent or empty text is a healthy version, anything malformed throws with the place named. */
export function parseFaultSet(text: string | undefined): FaultSet {
  if (text === undefined || text.trim() === '') return {};
  const result = faultSetSchema.safeParse(parseJson(text));
  if (result.success) return result.data;
  throw new Error(`LINKFLOW_FAULTS is not valid: ${z.prettifyError(result.error)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error('LINKFLOW_FAULTS is not JSON', { cause });
  }
}
