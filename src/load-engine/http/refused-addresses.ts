import type { SandboxLimits } from '../virtual-user.ts';
import { hostMatches } from './host-pattern.ts';
import { requestTarget } from './request-target.ts';

/** What of a run says where it may go. */
interface AddressesOfRun {
  readonly env: Readonly<Record<string, string>>;
  readonly limits: Pick<SandboxLimits, 'allowedHosts'>;
  readonly hiddenTexts?: readonly string[];
}

/** A warning for each variable of a script's environment that holds an address to which load must not be sent: a request there will end the test. */
export function refusedAddresses({ env, limits, hiddenTexts = [] }: AddressesOfRun): readonly string[] {
  const { allowedHosts } = limits;
  if (allowedHosts === undefined) return [];
  return Object.entries(env).flatMap(([name, value]) => {
    // Of a secret not even the host is told.
    const target = hiddenTexts.includes(value) ? undefined : requestTarget(value);
    if (target === undefined || allowedHosts.some((pattern) => hostMatches(pattern, target.hostname, target.port))) return [];
    return [
      `${name} leads to ${target.hostname}:${target.port}, which sluice.yaml does not allow for load: a request there ends the test; add it to load.hosts (sluice load run: --allow-host) if it is meant`,
    ];
  });
}
