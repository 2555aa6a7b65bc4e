import type { Database } from '../../event-store/database.ts';
import { type ListCursor, nextCursor } from '../kit/list-cursor.ts';
import type { Workflow, WorkflowStatus } from './workflow.ts';
import type { WorkflowSummary, WorkflowView } from './workflow-view.ts';

/** Which workflows a list shows. */
export interface WorkflowListQuery {
  readonly userId: string;
  readonly limit: number;
  readonly status?: WorkflowStatus | undefined;
  readonly after?: ListCursor | undefined;
}

/** One page of a list, newest first; no cursor on the last page. */
export interface WorkflowPage {
  readonly items: readonly WorkflowSummary[];
  readonly nextCursor?: string;
}

/** The table that questions about workflows are answered from. */
export interface WorkflowReadModel {
  /** Undefined when there is none, it is deleted, or it is somebody else's. */
  find(id: string, userId: string): Promise<WorkflowView | undefined>;
  list(query: WorkflowListQuery): Promise<WorkflowPage>;
  /** Writes a workflow at a version, unless the table has that version or a later one. */
  put(workflow: Workflow, version: number): Promise<void>;
  /** The version the table has of a workflow, deleted ones included; 0 for none. */
  versionOf(id: string): Promise<number>;
  clear(): Promise<void>;
}

interface SummaryRow extends Omit<WorkflowSummary, 'createdAt' | 'updatedAt'> {
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
type Row = SummaryRow & Pick<WorkflowView, 'nodes' | 'connections'>;

const SUMMARY = `id, version, user_id as "userId", name, description, status, created_at as "createdAt", updated_at as "updatedAt"`;

/** The read model on its table in `read_models`; rejects when the database is out of reach. */
export function workflowReadModel(database: Database): WorkflowReadModel {
  return {
    find: async (id, userId) => {
      const sql = `select ${SUMMARY}, nodes, connections from read_models.workflows where id = $1 and user_id = $2 and status <> 'deleted'`;
      const [row] = await database.query<Row>(sql, [id, userId]);
      return row === undefined ? undefined : viewOf(row);
    },
    list: (query) => listPage(database, query),
    put: (workflow, version) => putRow(database, workflow, version),
    versionOf: async (id) => {
      const [row] = await database.query<{ version: number }>('select version from read_models.workflows where id = $1', [id]);
      return row?.version ?? 0;
    },
    clear: async () => void (await database.query('delete from read_models.workflows')),
  };
}

async function listPage(database: Database, { userId, limit, status, after }: WorkflowListQuery): Promise<WorkflowPage> {
  // One row more than asked for tells whether there is a next page.
  const rows = await database.query<SummaryRow>(
    `select ${SUMMARY} from read_models.workflows
      where user_id = $1 and status <> 'deleted' and ($2::text is null or status = $2)
        and ($3::timestamptz is null or (created_at, id) < ($3, $4::text))
      order by created_at desc, id desc limit $5`,
    [userId, status ?? null, after?.createdAt ?? null, after?.id ?? null, limit + 1],
  );
  const items = rows.slice(0, limit).map(summaryOf);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined ? { items, nextCursor: nextCursor(last) } : { items };
}

async function putRow(database: Database, workflow: Workflow, version: number): Promise<void> {
  await database.query(
    `insert into read_models.workflows as kept
       (id, version, user_id, name, description, status, nodes, connections, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9, $10)
     on conflict (id) do update set version = excluded.version, user_id = excluded.user_id, name = excluded.name,
       description = excluded.description, status = excluded.status, nodes = excluded.nodes, connections = excluded.connections,
       created_at = excluded.created_at, updated_at = excluded.updated_at
     where kept.version < excluded.version`,
    [
      workflow.id,
      version,
      workflow.userId,
      workflow.name,
      workflow.description,
      workflow.status,
      JSON.stringify(workflow.nodes),
      JSON.stringify(workflow.connections),
      workflow.createdAt,
      workflow.updatedAt,
    ],
  );
}

function summaryOf(row: SummaryRow): WorkflowSummary {
  const { createdAt, updatedAt, ...rest } = row;
  return { ...rest, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

function viewOf({ id, version, userId, name, description, status, nodes, connections, createdAt, updatedAt }: Row): WorkflowView {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, version, userId, name, description, status, nodes, connections, ...times };
}
