import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical-json.ts';
import type { Seal } from './seal.ts';

/** The default seal: SHA-256, in hexadecimal, over the previous hash and the canonical JSON of the event. */
export const sha256Seal: Seal = (previousHash, event) => createHash('sha256').update(canonicalJson({ previousHash, event })).digest('hex');
