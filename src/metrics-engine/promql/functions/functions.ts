import type { FunctionImplementation } from '../evaluate/evaluation.ts';
import type { FunctionName } from '../syntax/function-signatures.ts';

/** How every function of PromQL is answered. */
export const FUNCTIONS: Readonly<Partial<Record<FunctionName, FunctionImplementation>>> = {};
