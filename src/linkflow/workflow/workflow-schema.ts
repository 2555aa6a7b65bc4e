import { z } from 'zod';

const nodeId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be 1 to 64 letters, digits, "_" or "-"');

const node = z.strictObject({
  id: nodeId,
  type: z.string().min(1).max(100),
  name: z.string().min(1).max(200),
  parameters: z.record(z.string(), z.unknown()).default({}),
});
const connection = z.strictObject({ from: nodeId, to: nodeId, branch: z.enum(['true', 'false']).optional() });

const name = z.string().trim().min(1).max(200);
const description = z.string().max(5000);
const nodes = z.array(node).max(500);
const connections = z.array(connection).max(2000);

/** The body of POST /workflows, and of PUT, which replaces a workflow's whole content: only the name is a must. */
export const workflowContentSchema = z.strictObject({
  name,
  description: description.default(''),
  nodes: nodes.default([]),
  connections: connections.default([]),
});

/** The version that the body of a change may name instead of an If-Match header. */
export const expectedVersionSchema = z.int().positive().optional();

/** The body of PUT /workflows/:id. */
export const workflowReplacementSchema = workflowContentSchema.extend({ version: expectedVersionSchema });

/** The body of PATCH /workflows/:id: what is absent stays as it is. */
export const workflowChangesSchema = z
  .strictObject({
    name: name.optional(),
    description: description.optional(),
    nodes: nodes.optional(),
    connections: connections.optional(),
    version: expectedVersionSchema,
  })
  .transform(({ version, ...changes }) => ({ version, changes: withoutUndefined(changes) }));

const empty = z.strictObject({});
const content = z.object({ name: z.string(), description: z.string(), nodes: z.array(node), connections: z.array(connection) });

/** A workflow event as it stands in the store. */
export const workflowEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('workflow.workflow.created.v1'), data: content.extend({ id: z.string(), userId: z.string() }) }),
  z.object({ type: z.literal('workflow.workflow.updated.v1'), data: content.partial().transform(withoutUndefined) }),
  z.object({ type: z.literal('workflow.workflow.activated.v1'), data: empty }),
  z.object({ type: z.literal('workflow.workflow.deactivated.v1'), data: empty }),
  z.object({ type: z.literal('workflow.workflow.deleted.v1'), data: empty }),
]);

/** A workflow as it stands in a snapshot. */
export const workflowStateSchema = content.extend({
  id: z.string(),
  userId: z.string(),
  status: z.enum(['draft', 'active', 'inactive', 'deleted']),
  createdAt: z.string(),
  updatedAt: z.string(),
});

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

// With exactOptionalPropertyTypes a key that is there with undefined is not the same as an absent one; and spread would overwrite.
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
