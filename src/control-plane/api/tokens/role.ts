import type { Role } from '../../control/ports/token-store.ts';

/** All roles, weakest first. */
export const roles = ['viewer', 'ci', 'operator', 'admin'] as const satisfies readonly Role[];

/** Whether a role includes what another may do. */
export function includesRole(has: Role, needs: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needs);
}
