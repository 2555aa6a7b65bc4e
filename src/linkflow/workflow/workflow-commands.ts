import { randomUUID } from 'node:crypto';
import { type EventStore, VersionConflict } from '../../event-store/event-store.ts';
import type { LinkflowMetrics } from '../../telemetry/linkflow-metrics.ts';
import { Problem } from '../kit/problem.ts';
import { aggregateRepository, type Loaded } from '../kit/store/aggregate-repository.ts';
import { decideWorkflow, type WorkflowCommand } from './decide-workflow.ts';
import type { ExpectedVersion } from './expected-version.ts';
import type { Workflow, WorkflowContent } from './workflow.ts';
import { workflowKind, workflowStream } from './workflow-kind.ts';
import type { WorkflowReadModel } from './workflow-read-model.ts';
import { type WorkflowView, workflowView } from './workflow-view.ts';

/** Handles commands: decides, appends, writes the row, and answers with the workflow as it is then. */
export interface WorkflowCommands {
  /** Creates a workflow under a new id, which nobody can have used before. */
  create(userId: string, content: WorkflowContent): Promise<WorkflowView>;
  /** Throws a problem when the command is refused or the workflow has not the expected version; without an expectation a lost race is run again. */
  handle(id: string, command: WorkflowCommand, expected?: ExpectedVersion): Promise<WorkflowView>;
  /** Whose workflow it is; undefined when there is none. */
  ownerOf(id: string): Promise<string | undefined>;
}

/** What workflowCommands() needs. */
export interface WorkflowCommandsOptions {
  readonly store: EventStore;
  readonly readModel: WorkflowReadModel;
  readonly metrics: Pick<LinkflowMetrics, 'workflowCreated'>;
}

const TRIES = 5;
const NOTHING: Loaded<Workflow> = { version: 0, state: undefined };

/** Creates the command handler. */
export function workflowCommands({ store, readModel, metrics }: WorkflowCommandsOptions): WorkflowCommands {
  const repository = aggregateRepository(store, workflowKind);
  const attempt = async (id: string, command: WorkflowCommand, expected?: ExpectedVersion, fresh = false): Promise<WorkflowView> => {
    const loaded = fresh ? NOTHING : await repository.load(workflowStream(id));
    const events = decided(loaded, command);
    checkExpected(loaded.version, expected);
    const saved =
      events.length === 0
        ? loaded
        : await repository.save(
            workflowStream(id),
            loaded,
            events.map((event) => ({ ...event, userId: command.userId })),
          );
    if (saved.state === undefined) throw new Error(`${id} has no state after ${command.kind}`);
    await readModel.put(saved.state, saved.version);
    if (command.kind === 'create') metrics.workflowCreated(saved.state.status);
    return workflowView(saved.state, saved.version);
  };
  return {
    create: (userId, content) => {
      const id = randomUUID();
      return attempt(id, { kind: 'create', id, userId, content }, undefined, true);
    },
    handle: async (id, command, expected) => {
      for (let left = TRIES; ; left -= 1) {
        try {
          return await attempt(id, command, expected);
        } catch (error) {
          if (!(error instanceof VersionConflict)) throw error;
          if (left === 1)
            throw new Problem('version-conflict', 'Others kept changing this workflow; read it and try again', { cause: error });
        }
      }
    },
    ownerOf: async (id) => {
      const { state } = await repository.load(workflowStream(id));
      return state?.status === 'deleted' ? undefined : state?.userId;
    },
  };
}

function decided(loaded: Loaded<Workflow>, command: WorkflowCommand) {
  const decision = decideWorkflow(loaded.state, command);
  if (!decision.ok) throw new Problem(decision.refusal.kind, decision.refusal.detail);
  return decision.events;
}

function checkExpected(version: number, expected: ExpectedVersion | undefined): void {
  if (expected === undefined || expected.version === version) return;
  const kind = expected.by === 'if-match' ? 'precondition-failed' : 'version-conflict';
  throw new Problem(kind, `The workflow is at version ${version}, not ${expected.version}; read it again`, {
    members: { currentVersion: version },
  });
}
