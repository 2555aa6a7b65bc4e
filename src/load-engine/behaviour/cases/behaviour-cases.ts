import type { BehaviourCase } from '../behaviour-case.ts';
import { checkCases } from './check-cases.ts';
import { executionCases } from './execution-cases.ts';
import { executorCases } from './executor-cases.ts';
import { failureCases } from './failure-cases.ts';
import { lifeCycleCases } from './life-cycle-cases.ts';
import { metricCases } from './metric-cases.ts';
import { optionCases } from './option-cases.ts';
import { requestCases } from './request-cases.ts';
import { secureCases } from './secure-cases.ts';
import { sessionCases } from './session-cases.ts';
import { summaryCases } from './summary-cases.ts';
import { tagCases } from './tag-cases.ts';
import { thresholdCases } from './threshold-cases.ts';

/** All facts about what k6 scripts mean, by what they are about. */
export const behaviourCases: Readonly<Record<string, readonly BehaviourCase[]>> = {
  executors: executorCases,
  'life cycle': lifeCycleCases,
  options: optionCases,
  'tags and groups': tagCases,
  thresholds: thresholdCases,
  checks: checkCases,
  metrics: metricCases,
  requests: requestCases,
  'cookies, authentication and redirects': sessionCases,
  failures: failureCases,
  'TLS and HTTP/2': secureCases,
  'k6/execution': executionCases,
  summaries: summaryCases,
};
