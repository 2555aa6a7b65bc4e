import { z } from 'zod';
import { duration, positiveDuration, probability } from './fields.ts';

const bound = z.strictObject({
  /** How many times as bad as the baseline. */
  ratio: z.number().min(1).max(100).optional(),
  /** Plus this share of the error ratio that the objective allows. */
  budgetShare: z.number().min(0).max(100).optional(),
});

/** What a service says about the judgement of its canary; what it leaves out is filled from the default policy of the domain. */
export const canarySchema = z.strictObject({
  alpha: probability.optional(),
  beta: probability.optional(),
  advanceOn: z.enum(['exposure', 'certificate']).optional(),
  tolerance: bound.optional(),
  unacceptable: bound.optional(),
  warmUp: duration.optional(),
  startMass: z.number().gt(0).max(1).optional(),
  restartScale: positiveDuration.optional(),
  block: duration.optional(),
});
