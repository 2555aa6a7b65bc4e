import { totalmem } from 'node:os';
import { processLoadEngine } from '../adapters/load-engine/process-load-engine.ts';
import { inheritedVariables } from '../config/inherited-variables.ts';
import type { LoadEngine } from '../control/ports/load-engine.ts';

/** A run by hand may use most of the machine, which then still answers its user. */
const SHARE_OF_MEMORY = 0.75;

/** The engine of `sluice load`. */
export function loadEngine(): LoadEngine {
  return processLoadEngine({ processEnv: inheritedVariables(), memoryBytes: Math.floor(totalmem() * SHARE_OF_MEMORY) });
}
