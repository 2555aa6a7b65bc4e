import { Counter, Histogram } from 'prom-client';
import type { Metrics } from './metrics.ts';

/** LinkFlow's business metrics. Ids of users and workflows are no labels: they'd grow without bound; they go to traces and logs. */
export interface LinkflowMetrics {
  workflowCreated(status: string): void;
  executionEnded(status: string, seconds: number): void;
}

/** Upper bounds in seconds: from a run of one node to a run of many that wait for others. */
const EXECUTION_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

/**
 * Adds `linkflow_workflows_created_total{status}` and `linkflow_execution_duration_seconds{status}` to a service's metrics.
 *
 * Call it once a registry: the second call throws, as the names are taken. Statuses must come from a closed list.
 */
export function createLinkflowMetrics({ registry }: Pick<Metrics, 'registry'>): LinkflowMetrics {
  const created = new Counter({
    name: 'linkflow_workflows_created_total',
    help: 'Workflows created, by the status they were created in.',
    labelNames: ['status'],
    registers: [registry],
  });
  const executions = new Histogram({
    name: 'linkflow_execution_duration_seconds',
    help: 'Time from the start of an execution to its end, by how it ended.',
    labelNames: ['status'],
    buckets: EXECUTION_BUCKETS,
    registers: [registry],
  });
  return {
    workflowCreated: (status) => created.inc({ status }),
    executionEnded: (status, seconds) => executions.observe({ status }, seconds),
  };
}
