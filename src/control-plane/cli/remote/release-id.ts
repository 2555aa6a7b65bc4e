import { CliFailure } from '../cli-failure.ts';
import { answers } from './answers.ts';
import type { ApiClient } from './api-client.ts';

/** The id that a person means: an id as it is, or the latest release of a service by the service's name (which has no dot). */
export async function resolveReleaseId(client: ApiClient, named: string): Promise<string> {
  if (named.includes('.')) return encodeURIComponent(named);
  const { releases } = await client.get(`/api/v1/releases?service=${encodeURIComponent(named)}&limit=1`, answers.releases);
  const [latest] = releases;
  if (latest !== undefined) return latest.releaseId;
  throw new CliFailure(
    'usage',
    'unknown-release',
    `${named} has no release, and it is not the id of one.`,
    'List them with: sluice release list',
  );
}
