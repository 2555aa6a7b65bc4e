import assert from 'node:assert/strict';
import { burnTiers, multiwindowBurn } from './multiwindow-burn.ts';
import { availability, day, hour, reading } from './testing/given-objective.ts';

describe('burnTiers', () => {
  it('has the factors of the workbook for 30 days: 14.4, 6, 3 and 1', () => {
    assert.deepEqual(
      burnTiers(30 * day).map(({ severity, longSeconds, shortSeconds, factor }) => [
        severity,
        longSeconds / hour,
        shortSeconds / 60,
        Number(factor.toFixed(9)),
      ]),
      [
        ['page', 1, 5, 14.4],
        ['page', 6, 30, 6],
        ['ticket', 24, 120, 3],
        ['ticket', 72, 360, 1],
      ],
    );
  });

  it('spends the same share of the budget before it burns whatever the window: 28 days are 13.44, 5.6, 2.8 and 0.933', () => {
    assert.deepEqual(
      burnTiers(28 * day).map(({ factor }) => Number(factor.toFixed(3))),
      [13.44, 5.6, 2.8, 0.933],
    );
  });

  it('leaves out tiers as long as the window itself', () => {
    assert.deepEqual(
      burnTiers(day).map(({ longSeconds }) => longSeconds),
      [hour, 6 * hour],
    );
  });
});

function states(readings: readonly ReturnType<typeof reading>[], objective = availability) {
  return multiwindowBurn(objective, readings, 0.5).map(({ state }) => state);
}

describe('multiwindowBurn', () => {
  const calm = [300, 1800, hour, 2 * hour, 6 * hour, day, 3 * day].map((seconds) => reading(seconds, 0, 10_000));
  const replaced = (...changed: readonly ReturnType<typeof reading>[]) => [
    ...calm.filter(({ windowSeconds }) => changed.every((each) => each.windowSeconds !== windowSeconds)),
    ...changed,
  ];

  it('burns only while both windows burn, so it ends soon after the failures do', () => {
    assert.deepEqual(states(calm), ['calm', 'calm', 'calm', 'calm']);
    assert.deepEqual(states(replaced(reading(hour, 200, 10_000), reading(300, 200, 10_000))), ['burning', 'calm', 'calm', 'calm']);
    assert.deepEqual(states(replaced(reading(hour, 200, 10_000))), ['calm', 'calm', 'calm', 'calm']);
    assert.deepEqual(states(replaced(reading(300, 200, 10_000))), ['calm', 'calm', 'calm', 'calm']);
  });

  it('is unknown, never calm, without both windows, and says which is missing', () => {
    const readings = calm.filter(({ windowSeconds }) => windowSeconds !== 300);
    const [tier] = multiwindowBurn(availability, readings, 0.5);
    assert.equal(tier?.state, 'unknown');
    assert.match(tier.sentence, /at an unknown rate over 5 min \(it was not measured\); the limit of both is 14.4 times/);
  });

  it('names a tier unreachable that could not burn with every request bad', () => {
    assert.deepEqual(states(calm, { ...availability, budget: 0.1, target: 0.9 }), ['unreachable', 'calm', 'calm', 'calm']);
  });
});
