import assert from 'node:assert/strict';
import { RELABEL_SCHEMA } from './config-schema.ts';
import { relabel, toRelabelRule } from './relabel-rule.ts';

function apply(rule: object, labels: Readonly<Record<string, string>>): unknown {
  const kept = relabel(new Map(Object.entries(labels)), [toRelabelRule(RELABEL_SCHEMA.parse(rule))]);
  return kept && Object.fromEntries(kept);
}

describe('relabel', () => {
  const LABELS = { __name__: 'http_requests', code: '503', path: '/a/b' };
  const TABLE: readonly (readonly [fact: string, rule: object, expected: unknown])[] = [
    ['keeps what matches', { action: 'keep', source_labels: ['code'], regex: '5..' }, LABELS],
    ['does not keep what does not match whole', { action: 'keep', source_labels: ['code'], regex: '5' }, undefined],
    ['drops what matches', { action: 'drop', source_labels: ['__name__', 'code'], regex: 'http_.*;503' }, undefined],
    [
      'joins labels by the separator, absent ones empty',
      { action: 'keep', source_labels: ['code', 'none'], separator: '@', regex: '503@' },
      LABELS,
    ],
    ['copies a label whole by default', { source_labels: ['code'], target_label: 'status' }, { ...LABELS, status: '503' }],
    [
      'puts groups into the replacement',
      { source_labels: ['path'], regex: '/(.)/(.)', target_label: 'route', replacement: '${2}-$1-$$' },
      { ...LABELS, route: 'b-a-$' },
    ],
    [
      'puts groups into the target',
      { source_labels: ['code'], regex: '(.)..', target_label: 'class_$1', replacement: 'yes' },
      { ...LABELS, class_5: 'yes' },
    ],
    ['leaves labels alone when nothing matches', { source_labels: ['code'], regex: '2..', target_label: 'status' }, LABELS],
    ['removes a label by an empty replacement', { target_label: 'code', replacement: '' }, { __name__: 'http_requests', path: '/a/b' }],
    ['writes a constant', { target_label: 'env', replacement: 'test' }, { ...LABELS, env: 'test' }],
    ['does not write a label whose name would be none', { source_labels: ['path'], target_label: '$1', replacement: 'x' }, LABELS],
    ['drops labels by name', { action: 'labeldrop', regex: 'co.*' }, { __name__: 'http_requests', path: '/a/b' }],
    [
      'keeps labels by name, in any case of the action',
      { action: 'LabelKeep', regex: '__name__|code' },
      { __name__: 'http_requests', code: '503' },
    ],
  ];
  for (const [fact, rule, expected] of TABLE) {
    it(fact, () => assert.deepEqual(apply(rule, LABELS), expected));
  }
});
