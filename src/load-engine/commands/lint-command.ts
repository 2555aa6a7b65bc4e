import { lintScript } from '../lint/lint-script.ts';
import { BUILTIN_METRICS } from '../metrics/builtin-metrics.ts';
import type { LintCommand } from '../run-protocol.ts';
import type { EngineCommand } from './engine-command.ts';
import { openAskedScript } from './open-asked-script.ts';

/** Opens a script and answers what would make its answer worth less than it looks; nothing is sent. */
export const lintCommand: EngineCommand<LintCommand> = (request, tools) =>
  openAskedScript(request, tools, ({ declaredMetrics, sources }, options) => ({
    type: 'linted',
    findings: lintScript({ options, metrics: [...BUILTIN_METRICS, ...declaredMetrics], sources }),
  }));
