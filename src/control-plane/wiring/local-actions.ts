import type { LocalActions } from '../cli/local-actions.ts';
import { gate } from './gate.ts';
import { offlineActions } from './offline-actions.ts';
import { sluiceVersion } from './sluice-version.ts';
import { up } from './up.ts';

/** What the CLI does in its own process. */
export const localActions: LocalActions = { up, gate, ...offlineActions, version: sluiceVersion() };
