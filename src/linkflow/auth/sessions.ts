import { type EventStore, VersionConflict } from '../../event-store/event-store.ts';
import { Problem } from '../kit/problem.ts';
import { aggregateRepository } from '../kit/store/aggregate-repository.ts';
import { decideLogout, decideRefresh, type Origin, type Session } from './session.ts';
import { sessionKind, sessionStream } from './session-kind.ts';
import type { TokenLifetimes, Tokens } from './tokens.ts';

/** A pair of tokens as log-in and refresh answer with it (RFC 6749 §5.1, in camel case). */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly tokenType: 'Bearer';
  /** Seconds until the access token expires. */
  readonly expiresIn: number;
  readonly userId: string;
}

/** Opens, carries on and ends sessions. */
export interface Sessions {
  open(user: { readonly userId: string; readonly email: string }, origin: Origin): Promise<TokenPair>;
  /** Throws `invalid-refresh-token`; after a reused token nobody's token of that session works any more. */
  refresh(refreshToken: string, origin: Origin): Promise<TokenPair>;
  close(sessionId: string, origin: Origin): Promise<void>;
  /** The session if it still is open and unexpired. */
  find(sessionId: string): Promise<Session | undefined>;
}

/** What sessions() needs. */
export interface SessionsOptions {
  readonly store: EventStore;
  readonly tokens: Tokens;
  readonly lifetimes: TokenLifetimes;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** Sessions on the event store. */
export function sessions({ store, tokens, lifetimes, now, newId }: SessionsOptions): Sessions {
  const repository = aggregateRepository(store, sessionKind);
  const pair = async (session: Session, sessionId: string, generation: number): Promise<TokenPair> => ({
    accessToken: await tokens.accessToken(session.userId, sessionId),
    refreshToken: await tokens.refreshToken({ sessionId, generation }, new Date(session.expiresAt)),
    tokenType: 'Bearer',
    expiresIn: lifetimes.accessSeconds,
    userId: session.userId,
  });
  const attemptRefresh = async (refreshToken: string, origin: Origin): Promise<TokenPair> => {
    const claims = await tokens.readRefreshToken(refreshToken);
    if (claims === undefined) throw refused();
    const stream = sessionStream(claims.sessionId);
    const loaded = await repository.load(stream);
    const decision = decideRefresh(loaded.state, { ...claims, origin, now: now() });
    if (decision.kind === 'closed') throw refused();
    const { state } = await repository.save(stream, loaded, [{ ...decision.event, userId: decision.event.data.userId }]);
    if (decision.kind === 'reused' || state === undefined) throw refused();
    return pair(state, claims.sessionId, decision.generation);
  };
  return {
    open: async ({ userId, email }, origin) => {
      const sessionId = newId();
      const expiresAt = new Date(now().getTime() + lifetimes.refreshSeconds * 1000).toISOString();
      const data = { ...origin, userId, email, sessionId, expiresAt, at: now().toISOString() };
      const event = { type: 'auth.user.logged_in.v1', data, userId };
      const { state } = await repository.save(sessionStream(sessionId), { version: 0, state: undefined }, [event]);
      if (state === undefined) throw new Error('A session has no state after its log-in');
      return pair(state, sessionId, 0);
    },
    // Of two refreshes at once one loses the race, decides again, and finds its token rotated away: reuse.
    refresh: (refreshToken, origin) => againAfterConflict(() => attemptRefresh(refreshToken, origin)),
    close: (sessionId, origin) =>
      againAfterConflict(async () => {
        const loaded = await repository.load(sessionStream(sessionId));
        const events = decideLogout(loaded.state, { sessionId, origin, now: now() });
        await repository.save(
          sessionStream(sessionId),
          loaded,
          events.map((event) => ({ ...event, userId: event.data.userId })),
        );
      }),
    find: async (sessionId) => {
      const { state } = await repository.load(sessionStream(sessionId));
      return state?.status === 'open' && new Date(state.expiresAt) > now() ? state : undefined;
    },
  };
}

async function againAfterConflict<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
}

function refused(): Problem {
  return new Problem('invalid-refresh-token', 'The refresh token is expired, used up or revoked; log in again');
}
