import type { Database } from '../../event-store/database.ts';
import { type ListCursor, nextCursor } from '../kit/list-cursor.ts';
import type { ExecutionSummary } from './execution-view.ts';
import type { Execution } from './saga/execution.ts';

/** Which executions a list shows. */
export interface ExecutionListQuery {
  readonly userId: string;
  readonly limit: number;
  readonly workflowId?: string | undefined;
  readonly status?: Execution['status'] | undefined;
  readonly after?: ListCursor | undefined;
}

/** One page of a list, newest first; no cursor on the last page. */
export interface ExecutionPage {
  readonly items: readonly ExecutionSummary[];
  readonly nextCursor?: string;
}

/** An execution that is about to be requested. */
export type AnnouncedExecution = Pick<Execution, 'id' | 'userId' | 'workflowId' | 'workflowVersion'> & { readonly requestedAt: Date };

/** The table that lists of executions are answered from. */
export interface ExecutionReadModel {
  put(execution: Execution, version: number): Promise<void>;
  list(query: ExecutionListQuery): Promise<ExecutionPage>;
  /** Notes that an execution is about to be requested, before its first event: so a crash right after the event loses nothing. */
  announce(execution: AnnouncedExecution): Promise<void>;
  /** Ids of executions that have not ended, the oldest first, at most a thousand. */
  unfinished(): Promise<readonly string[]>;
  /** Drops an execution that was announced before a time and that has no events: its request never came. */
  dropAnnounced(id: string, before: Date): Promise<void>;
}

interface Row extends Omit<ExecutionSummary, 'requestedAt' | 'finishedAt'> {
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
}

/** The read model on its table in `execution_service`; rejects when the database is out of reach. */
export function executionReadModel(database: Database): ExecutionReadModel {
  return {
    put: async (execution, version) => {
      await database.query(
        `insert into execution_service.executions as kept
           (id, version, user_id, workflow_id, workflow_version, status, requested_at, finished_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (id) do update set version = excluded.version, status = excluded.status, finished_at = excluded.finished_at
         where kept.version < excluded.version`,
        [
          execution.id,
          version,
          execution.userId,
          execution.workflowId,
          execution.workflowVersion,
          execution.status,
          execution.requestedAt,
          execution.finishedAt ?? null,
        ],
      );
    },
    list: (query) => listPage(database, query),
    announce: async ({ id, userId, workflowId, workflowVersion, requestedAt }) => {
      await database.query(
        `insert into execution_service.executions (id, version, user_id, workflow_id, workflow_version, status, requested_at)
         values ($1, 0, $2, $3, $4, 'running', $5) on conflict do nothing`,
        [id, userId, workflowId, workflowVersion, requestedAt],
      );
    },
    dropAnnounced: async (id, before) => {
      await database.query('delete from execution_service.executions where id = $1 and version = 0 and requested_at < $2', [id, before]);
    },
    unfinished: async () => {
      const sql = 'select id from execution_service.executions where finished_at is null order by requested_at limit 1000';
      return (await database.query<{ id: string }>(sql)).map(({ id }) => id);
    },
  };
}

async function listPage(database: Database, { userId, limit, workflowId, status, after }: ExecutionListQuery): Promise<ExecutionPage> {
  // One row more than asked for tells whether there is a next page.
  const rows = await database.query<Row>(
    `select id, workflow_id as "workflowId", workflow_version as "workflowVersion", user_id as "userId", status,
            requested_at as "requestedAt", finished_at as "finishedAt"
       from execution_service.executions
      where user_id = $1 and version > 0 and ($2::text is null or workflow_id = $2) and ($3::text is null or status = $3)
        and ($4::timestamptz is null or (requested_at, id) < ($4, $5::text))
      order by requested_at desc, id desc limit $6`,
    [userId, workflowId ?? null, status ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(summaryOf);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined
    ? { items, nextCursor: nextCursor({ createdAt: last.requestedAt, id: last.id }) }
    : { items };
}

function summaryOf({ requestedAt, finishedAt, ...row }: Row): ExecutionSummary {
  return { ...row, requestedAt: requestedAt.toISOString(), ...(finishedAt === null ? {} : { finishedAt: finishedAt.toISOString() }) };
}
