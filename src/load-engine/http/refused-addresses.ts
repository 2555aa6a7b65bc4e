import { hostMatches } from './host-pattern.ts';
import { requestTarget } from './request-target.ts';

/** A warning for each variable of a script's environment that holds an address to which load must not be sent: a request there will end the test. */
export function refusedAddresses(env: Readonly<Record<string, string>>, allowedHosts: readonly string[] | undefined): readonly string[] {
  if (allowedHosts === undefined) return [];
  return Object.entries(env).flatMap(([name, value]) => {
    const target = requestTarget(value);
    if (target === undefined || allowedHosts.some((pattern) => hostMatches(pattern, target.hostname, target.port))) return [];
    return [
      `${name} leads to ${target.hostname}:${target.port}, which sluice.yaml does not allow for load: a request there ends the test; add it to load.hosts if it is meant`,
    ];
  });
}
