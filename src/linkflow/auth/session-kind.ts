import { z } from 'zod';
import type { AggregateKind } from '../kit/store/aggregate-repository.ts';
import { evolveSession, type Session, type SessionEvent } from './session.ts';

const data = z.object({ userId: z.string(), sessionId: z.string(), at: z.string(), ip: z.string(), userAgent: z.string() });
const generation = z.int().nonnegative();

const sessionEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('auth.user.logged_in.v1'), data: data.extend({ email: z.string(), expiresAt: z.string() }) }),
  z.object({ type: z.literal('auth.session.refreshed.v1'), data: data.extend({ generation }) }),
  z.object({ type: z.literal('auth.session.reuse_detected.v1'), data: data.extend({ generation }) }),
  z.object({ type: z.literal('auth.user.logged_out.v1'), data }),
]);
const sessionState = z.object({
  userId: z.string(),
  email: z.string(),
  generation,
  expiresAt: z.string(),
  status: z.enum(['open', 'logged-out', 'revoked']),
});

/** How sessions are kept in the event store. */
export const sessionKind: AggregateKind<Session, SessionEvent> = {
  type: 'session',
  evolve: evolveSession,
  parseEvent: (event) => sessionEvent.parse({ type: event.type, data: event.data }),
  parseState: (state) => sessionState.safeParse(state).data,
};

/** The id of a session's events in the store. */
export function sessionStream(sessionId: string): string {
  return `session-${sessionId}`;
}
