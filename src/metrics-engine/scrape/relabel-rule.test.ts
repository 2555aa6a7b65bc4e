import assert from 'node:assert/strict';
import { RELABEL_SCHEMA } from './relabel-config.ts';
import { toRelabelRule } from './relabel-rule.ts';

describe('toRelabelRule', () => {
  // The words are those of Prometheus.
  const REFUSED: readonly (readonly [rule: object, problem: string | RegExp])[] = [
    [{ action: '' }, 'relabel action cannot be empty'],
    [{ action: 'dorp' }, /^unknown relabel action "dorp"; known are replace, keep, drop/],
    [{ action: 'hashmod', target_label: 'x' }, 'relabel configuration for hashmod requires non-zero modulus'],
    [{ action: 'hashmod', modulus: '2' }, "relabel configuration for hashmod action requires 'target_label' value"],
    [{ source_labels: ['b'] }, "relabel configuration for replace action requires 'target_label' value"],
    [{ action: 'keepequal' }, "relabel configuration for keepequal action requires 'target_label' value"],
    [{ action: 'lowercase' }, "relabel configuration for lowercase action requires 'target_label' value"],
    [{ action: 'uppercase', target_label: 'x', replacement: 'y' }, "'replacement' can not be set for uppercase action"],
    [{ action: 'labelmap', replacement: '' }, `"" is invalid 'replacement' for labelmap action`],
    [{ action: 'uppercase', target_label: '\ud800' }, `"\\ud800" is invalid 'target_label' for uppercase action`],
    [
      { action: 'dropequal', target_label: 'x', regex: 'y' },
      "dropequal action requires only 'source_labels' and `target_label`, and no other fields",
    ],
    [
      { action: 'keepequal', target_label: 'x', separator: '-' },
      "keepequal action requires only 'source_labels' and `target_label`, and no other fields",
    ],
    [{ action: 'labeldrop', source_labels: ['x'] }, "labeldrop action requires only 'regex', and no other fields"],
    [{ action: 'labelkeep', target_label: 'x' }, "labelkeep action requires only 'regex', and no other fields"],
    [{ action: 'labelkeep', modulus: '1' }, "labelkeep action requires only 'regex', and no other fields"],
    [{ action: 'drop', regex: '(' }, /^regex: malformed regular expression "\("/],
  ];
  for (const [rule, problem] of REFUSED) {
    it(`refuses ${JSON.stringify(rule)}`, () =>
      assert.throws(
        () => toRelabelRule(RELABEL_SCHEMA.parse(rule)),
        ({ message }: Error) => (typeof problem === 'string' ? message === problem : problem.test(message)),
      ));
  }

  it('allows what is forbidden when it says the default', () =>
    assert.equal(
      toRelabelRule(RELABEL_SCHEMA.parse({ action: 'labeldrop', regex: 'x', replacement: '$1', separator: ';' })).kind,
      'labeldrop',
    ));
});
