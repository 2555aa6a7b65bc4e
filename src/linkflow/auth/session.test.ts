import assert from 'node:assert/strict';
import { decideLogout, decideRefresh, evolveSession, type Session, type SessionEvent } from './session.ts';

const origin = { ip: '203.0.113.9', userAgent: 'test' };
const now = new Date('2026-01-01T00:00:00Z');
const loggedIn: SessionEvent = {
  type: 'auth.user.logged_in.v1',
  data: { ...origin, userId: 'u1', sessionId: 's1', email: 'a@example.test', at: now.toISOString(), expiresAt: '2026-01-31T00:00:00Z' },
};
const given = (...events: readonly SessionEvent[]): Session | undefined =>
  [loggedIn, ...events].reduce<Session | undefined>(evolveSession, undefined);
const refresh = (session: Session | undefined, generation: number, at = now) =>
  decideRefresh(session, { sessionId: 's1', generation, origin, now: at });

function rotated(session: Session | undefined, generation: number): SessionEvent {
  const decision = refresh(session, generation);
  assert.equal(decision.kind, 'rotate');
  return decision.kind === 'rotate' ? decision.event : loggedIn;
}

describe('decideRefresh', () => {
  it('rotates the newest token', () => {
    const session = given(rotated(given(), 0));
    assert.equal(session?.generation, 1);
    assert.equal(refresh(session, 1).kind, 'rotate');
  });

  it('revokes the whole family when a rotated token comes again', () => {
    const session = given(rotated(given(), 0));
    const decision = refresh(session, 0);
    assert.equal(decision.kind, 'reused');
    if (decision.kind !== 'reused' || session === undefined) return;
    const revoked = evolveSession(session, decision.event);
    assert.equal(revoked.status, 'revoked');
    assert.equal(refresh(revoked, 1).kind, 'closed');
  });

  it('takes nothing for a session that is unknown, expired or over', () => {
    assert.equal(refresh(undefined, 0).kind, 'closed');
    assert.equal(refresh(given(), 0, new Date('2026-01-31T00:00:00Z')).kind, 'closed');
    assert.equal(refresh(given(...decideLogout(given(), { sessionId: 's1', origin, now })), 0).kind, 'closed');
  });
});

describe('decideLogout', () => {
  it('ends an open session once', () => {
    const events = decideLogout(given(), { sessionId: 's1', origin, now });
    assert.deepEqual(
      events.map(({ type }) => type),
      ['auth.user.logged_out.v1'],
    );
    assert.deepEqual(decideLogout(given(...events), { sessionId: 's1', origin, now }), []);
  });
});

describe('evolveSession', () => {
  it('throws for a stream that does not begin with the log-in', () => {
    assert.throws(() => evolveSession(undefined, { type: 'auth.user.logged_out.v1', data: { ...loggedIn.data } }), /log-in/);
  });
});
