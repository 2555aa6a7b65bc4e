import type { ScryptCost } from '../auth/password-hash.ts';

/** Far too cheap for real passwords; tests hash many. */
export const cheapPasswordCost: ScryptCost = { log2N: 4, r: 8, p: 1 };
