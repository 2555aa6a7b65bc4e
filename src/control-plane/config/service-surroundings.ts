import type { Environment } from './environment.ts';
import type { Problems } from './problems.ts';

/** What is needed to make sense of one written service. */
export interface ServiceSurroundings {
  readonly problems: Problems;
  readonly root: string;
  readonly environment: Environment;
  /** Services that an SLO is about. */
  readonly servicesWithSlo: readonly string[];
}
