/** Where a request of a user came from, as events record it. */
export interface Origin {
  readonly ip: string;
  readonly userAgent: string;
}

interface SessionEventData extends Origin {
  readonly userId: string;
  readonly sessionId: string;
  /** When, ISO 8601. */
  readonly at: string;
}

/** What can happen to a session: one log-in and all the refresh tokens that follow from it, a family. */
export type SessionEvent =
  | { readonly type: 'auth.user.logged_in.v1'; readonly data: SessionEventData & { readonly email: string; readonly expiresAt: string } }
  | { readonly type: 'auth.session.refreshed.v1'; readonly data: SessionEventData & { readonly generation: number } }
  | { readonly type: 'auth.session.reuse_detected.v1'; readonly data: SessionEventData & { readonly generation: number } }
  | { readonly type: 'auth.user.logged_out.v1'; readonly data: SessionEventData };

/** A session after all its events. `generation` is the only refresh token it still takes. */
export interface Session {
  readonly userId: string;
  readonly email: string;
  readonly generation: number;
  readonly expiresAt: string;
  readonly status: 'open' | 'logged-out' | 'revoked';
}

/** The session after one more event. Throws for an event before the log-in: the stream is damaged. */
export function evolveSession(state: Session | undefined, event: SessionEvent): Session {
  if (event.type === 'auth.user.logged_in.v1') {
    const { userId, email, expiresAt } = event.data;
    return { userId, email, expiresAt, generation: 0, status: 'open' };
  }
  if (state === undefined) throw new Error(`${event.type} stands before the log-in`);
  switch (event.type) {
    case 'auth.session.refreshed.v1':
      return { ...state, generation: event.data.generation };
    case 'auth.session.reuse_detected.v1':
      return { ...state, status: 'revoked' };
    case 'auth.user.logged_out.v1':
      return { ...state, status: 'logged-out' };
  }
}

/** What a session does with a refresh token that is genuine and unexpired. */
export type RefreshDecision =
  | { readonly kind: 'rotate'; readonly event: SessionEvent; readonly generation: number }
  | { readonly kind: 'reused'; readonly event: SessionEvent }
  | { readonly kind: 'closed' };

/** What decideRefresh() is asked. */
export interface RefreshRequest {
  readonly sessionId: string;
  readonly generation: number;
  readonly origin: Origin;
  readonly now: Date;
}

/**
 * Rotates, or revokes the whole family.
 *
 * A token that was rotated away and comes again is in two hands, and nobody can tell which is the thief's; so both lose the
 * session (RFC 9700 §4.14.2). A session that is over or expired takes nothing.
 */
export function decideRefresh(session: Session | undefined, { sessionId, generation, origin, now }: RefreshRequest): RefreshDecision {
  if (session === undefined || session.status !== 'open' || new Date(session.expiresAt) <= now) return { kind: 'closed' };
  const data = { ...origin, sessionId, userId: session.userId, at: now.toISOString() };
  if (generation !== session.generation) {
    return { kind: 'reused', event: { type: 'auth.session.reuse_detected.v1', data: { ...data, generation } } };
  }
  const next = generation + 1;
  return { kind: 'rotate', generation: next, event: { type: 'auth.session.refreshed.v1', data: { ...data, generation: next } } };
}

/** The event that ends a session; none when it is over already. */
export function decideLogout(
  session: Session | undefined,
  { sessionId, origin, now }: Omit<RefreshRequest, 'generation'>,
): readonly SessionEvent[] {
  if (session === undefined || session.status !== 'open') return [];
  return [{ type: 'auth.user.logged_out.v1', data: { ...origin, sessionId, userId: session.userId, at: now.toISOString() } }];
}
