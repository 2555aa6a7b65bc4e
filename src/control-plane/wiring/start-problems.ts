import type { ConfigProblem } from '../config/config-error.ts';
import type { SluiceConfig } from '../config/sluice-config.ts';
import { laneOf, releaseIdOf, releaseStreamPrefix } from '../control/ledger-streams.ts';
import { releaseLoader } from '../control/load-release.ts';
import type { Ledger } from '../control/ports/ledger.ts';

/** Services whose `staleness` is shorter than two scrapes: one late scrape would be taken for a gap, so that no canary could ever pass. */
export function stalenessProblems(config: SluiceConfig, scrapeIntervalMs: number): readonly ConfigProblem[] {
  const leastSeconds = (2 * scrapeIntervalMs) / 1000;
  return Object.values(config.services)
    .filter(({ stalenessSeconds }) => stalenessSeconds < leastSeconds)
    .map(({ name, stalenessSeconds }) => {
      const message = `${stalenessSeconds}s is shorter than two scrapes (every ${scrapeIntervalMs / 1000}s), so evidence would be stale between them`;
      return problem(config, `services.${name}.staleness`, message, `Make it at least ${leastSeconds}s.`);
    });
}

/**
 * Open releases of services or environments that are not configured (any more): nobody would drive them, and their traffic would stay where it is.
 *
 * Rejects when the ledger is out of reach.
 */
export async function orphanProblems(config: SluiceConfig, ledger: Ledger): Promise<readonly ConfigProblem[]> {
  const configured = new Set(Object.keys(config.services).map((service) => `${config.environment}.${service}`));
  const ids = (await ledger.streams(releaseStreamPrefix())).flatMap((stream) => releaseIdOf(stream) ?? []);
  const orphans = ids.filter((id) => !configured.has(laneOf(id)));
  const load = releaseLoader(ledger);
  const open: ConfigProblem[] = [];
  for (const id of orphans) {
    const { state } = await load(id);
    if (state.phase !== 'none' && state.phase !== 'ended') open.push(orphan(config, id));
  }
  return open;
}

function orphan(config: SluiceConfig, releaseId: string): ConfigProblem {
  const [environment, service] = laneOf(releaseId).split('.');
  const message = `the release ${releaseId} is open, but service ${service} of environment ${environment} is not configured, so nobody would drive it`;
  const abort = `sluice release abort ${releaseId} --reason …`;
  const suggestion = `Put service and environment back as they were and start; there let it end, or run ${abort}. Only then rename or remove.`;
  return problem(config, environment === config.environment ? 'services' : 'environment', message, suggestion);
}

function problem({ file }: SluiceConfig, path: string, message: string, suggestion: string): ConfigProblem {
  return { file, line: undefined, column: undefined, path, message, suggestion };
}
