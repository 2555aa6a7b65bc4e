import type { Database } from '../../../event-store/database.ts';
import { type Execution, outputsOf, type SagaStep } from './execution.ts';

/** Whether a step was done, or why the execution must fail. */
export type StepResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** The steps that work on our own tables. All of them can be done twice. They throw when the database is out of reach: then they are tried again. */
export interface SagaSteps {
  do(step: Exclude<SagaStep, 'execute-nodes'>, execution: Execution): Promise<StepResult>;
  compensate(step: SagaStep, execution: Execution): Promise<void>;
}

/** The steps on the tables of `execution_service`; one user can have `maxRunsOfUser` executions at a time. */
export function sagaStepsOn({ database, maxRunsOfUser }: { readonly database: Database; readonly maxRunsOfUser: number }): SagaSteps {
  return {
    do: (step, execution) => {
      switch (step) {
        case 'reserve-resources':
          return reserve(database, execution, maxRunsOfUser);
        case 'initialise-execution':
          return setStatus(database, execution, 'running');
        case 'save-results':
          return saveResults(database, execution);
      }
    },
    compensate: async (step, execution) => {
      switch (step) {
        case 'reserve-resources':
          return releaseResources(database, execution);
        case 'initialise-execution':
          return void (await setStatus(database, execution, 'failed'));
        case 'execute-nodes':
          // What its nodes changed has been rolled back node by node; the step itself leaves nothing behind.
          return;
        case 'save-results':
          return void (await database.query('delete from execution_service.results where execution_id = $1', [execution.id]));
      }
    },
  };
}

/** Gives an execution's place to the next one of its user; again changes nothing. */
export async function releaseResources(database: Database, { id }: Pick<Execution, 'id'>): Promise<void> {
  await database.query('delete from execution_service.reservations where execution_id = $1', [id]);
}

function reserve(database: Database, { id, userId }: Execution, maxRunsOfUser: number): Promise<StepResult> {
  return database.transaction(async (tx) => {
    // Two executions of one user that count at the same time would both find the last place free.
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`reserve ${userId}`]);
    const [others] = await tx.query<{ count: number }>(
      'select count(*)::integer as count from execution_service.reservations where user_id = $1 and execution_id <> $2',
      [userId, id],
    );
    if ((others?.count ?? 0) >= maxRunsOfUser) return { ok: false, reason: `${maxRunsOfUser} executions of this user are running already` };
    await tx.query('insert into execution_service.reservations (execution_id, user_id) values ($1, $2) on conflict do nothing', [
      id,
      userId,
    ]);
    return { ok: true };
  });
}

async function setStatus(database: Database, { id }: Execution, status: string): Promise<StepResult> {
  await database.query('update execution_service.executions set status = $2 where id = $1', [id, status]);
  return { ok: true };
}

async function saveResults(database: Database, execution: Execution): Promise<StepResult> {
  await database.query(
    `insert into execution_service.results (execution_id, outputs, saved_at) values ($1, $2::jsonb, clock_timestamp())
     on conflict (execution_id) do update set outputs = excluded.outputs`,
    [execution.id, JSON.stringify(outputsOf(execution))],
  );
  return { ok: true };
}
