import type { AppendOutcome } from '../store/stored-series.ts';
import type { ReadScrape } from './read-scrape.ts';

/** Says how many samples of a scrape that counts were refused, and why; undefined for none. A refused sample is lost evidence, so it is told. */
export function refusals(read: Pick<ReadScrape, 'duplicates' | 'outOfBounds'>, outcomes: readonly AppendOutcome[]): string | undefined {
  const refused = outcomes.filter((outcome) => outcome !== 'appended');
  const count = refused.length + read.duplicates + read.outOfBounds;
  if (count === 0) return undefined;
  const first = refused[0] ?? (read.duplicates > 0 ? 'duplicate' : 'more than ten minutes ahead');
  return `${count} ${count === 1 ? 'sample was' : 'samples were'} refused, the first as ${first}`;
}
