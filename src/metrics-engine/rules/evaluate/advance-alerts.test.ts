import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { advanceAlerts, RESOLVED_RETENTION_MS } from './advance-alerts.ts';
import type { Alerts } from './alert.ts';
import { isDue, toOutgoing } from './outgoing-alert.ts';
import { restoredActiveAt } from './restored-active-at.ts';

const MINUTE = 60_000;
const seen = (...names: readonly string[]) => new Map(names.map((name) => [name, { labels: { name }, annotations: {}, value: 1 }]));

/** The state of the alert x after each minute, in which it was seen (x) or not (-). */
function states(course: string, rule: { readonly forMs: number; readonly keepFiringForMs: number }): string {
  let alerts: Alerts = new Map();
  return Array.from(course)
    .map((step, minute) => {
      alerts = advanceAlerts(alerts, step === 'x' ? seen('x') : seen(), rule, minute * MINUTE);
      return alerts.get('x')?.state[0] ?? '.';
    })
    .join('');
}

describe('advanceAlerts', () => {
  it('fires at once without a for', () => {
    assert.equal(states('x-x', { forMs: 0, keepFiringForMs: 0 }), 'fif');
  });

  it('is pending until the expression held for long enough, and starts anew when it did not', () => {
    assert.equal(states('xxx-xxxx', { forMs: 2 * MINUTE, keepFiringForMs: 0 }), 'ppfippff');
    assert.equal(states('xx-xxx', { forMs: 2 * MINUTE, keepFiringForMs: 0 }), 'pp.ppf');
  });

  it('goes on firing for keep_firing_for, counted from when it was last needed', () => {
    assert.equal(states('x--x---x', { forMs: 0, keepFiringForMs: 2 * MINUTE }), 'ffffffif');
  });

  it('forgets what resolved after a quarter of an hour', () => {
    const course = `x${'-'.repeat(17)}`;
    assert.equal(states(course, { forMs: 0, keepFiringForMs: 0 }), `f${'i'.repeat(16)}.`);
    assert.equal(RESOLVED_RETENTION_MS, 15 * MINUTE);
  });

  it('never fires before it was pending for the whole of its for', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 40 }), fc.integer({ min: 0, max: 5 }), (course, minutes) => {
        const told = states(course.map((is) => (is ? 'x' : '-')).join(''), { forMs: minutes * MINUTE, keepFiringForMs: 0 });
        for (const [at, state] of Array.from(told).entries()) {
          const held = course.slice(Math.max(0, at - minutes), at + 1);
          assert.equal(state === 'f', held.length === minutes + 1 && held.every(Boolean));
        }
      }),
    );
  });
});

describe('what is sent of an alert', () => {
  const [alert] = [...advanceAlerts(new Map(), seen('x'), { forMs: 0, keepFiringForMs: 0 }, 1000).values()];
  assert(alert !== undefined);

  it('is due when it fires or resolved, and again after the delay', () => {
    assert.equal(isDue({ ...alert, state: 'pending' }, 1e9, MINUTE), false);
    assert.equal(isDue(alert, 1e9, MINUTE), true);
    assert.equal(isDue({ ...alert, lastSentAtMs: 1000 }, 1000 + MINUTE, MINUTE), false);
    assert.equal(isDue({ ...alert, lastSentAtMs: 1000 }, 1001 + MINUTE, MINUTE), true);
    assert.equal(isDue({ ...alert, state: 'inactive', lastSentAtMs: 1000, resolvedAtMs: 1001 }, 1002, MINUTE), true);
  });

  it('ends when it resolved, or else after four intervals', () => {
    const settings = { resendDelayMs: MINUTE, intervalMs: 2 * MINUTE, generatorUrl: 'http://x' };
    assert.deepEqual(toOutgoing(alert, settings, 5000), {
      labels: { name: 'x' },
      annotations: {},
      startsAtMs: 1000,
      endsAtMs: 5000 + 8 * MINUTE,
      generatorUrl: 'http://x',
    });
    assert.equal(toOutgoing({ ...alert, resolvedAtMs: 4000 }, settings, 5000).endsAtMs, 4000);
  });
});

describe('restoredActiveAt', () => {
  const HOUR = 60 * MINUTE;
  const settings = { forMs: HOUR, gracePeriodMs: 10 * MINUTE };

  it('does not count the time in which nothing was evaluated', () => {
    // Held for 20 minutes, then down for 30.
    assert.equal(restoredActiveAt([20 * MINUTE, 0], settings, 50 * MINUTE), 30 * MINUTE);
  });

  it('waits for the grace period when the alert was about to fire', () => {
    assert.equal(restoredActiveAt([55 * MINUTE, 0], settings, 60 * MINUTE), 10 * MINUTE);
  });

  it('keeps one that fired', () => {
    assert.equal(restoredActiveAt([70 * MINUTE, 0], settings, 80 * MINUTE), 0);
  });
});
