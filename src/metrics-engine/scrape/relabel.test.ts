import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { relabel } from './relabel.ts';
import { RELABEL_SCHEMA } from './relabel-config.ts';
import { toRelabelRule } from './relabel-rule.ts';

type Given = Readonly<Record<string, string>>;

function apply(labels: Given, ...rules: readonly object[]): Given | undefined {
  const kept = relabel(
    new Map(Object.entries(labels)),
    rules.map((rule) => toRelabelRule(RELABEL_SCHEMA.parse(rule))),
  );
  return kept && Object.fromEntries(kept);
}

describe('relabel', () => {
  const LABELS = { __name__: 'http_requests', code: '503', path: '/a/b' };
  const { code: _, ...WITHOUT_CODE } = LABELS;
  const TABLE: readonly (readonly [fact: string, rule: object, expected: Given | undefined])[] = [
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
      'puts groups into it by name',
      { source_labels: ['path'], regex: '/(?P<first>.)/(?P<last>.)', target_label: 'route', replacement: '${last}$first' },
      { ...LABELS, route: 'ba' },
    ],
    [
      'takes $1x for a group named 1x, which there is not',
      { source_labels: ['code'], target_label: 'status', replacement: '$1x-${1}x' },
      { ...LABELS, status: '-503x' },
    ],
    [
      'puts groups into the target',
      { source_labels: ['code'], regex: '(.)..', target_label: 'class_$1', replacement: 'yes' },
      { ...LABELS, class_5: 'yes' },
    ],
    ['leaves labels alone when nothing matches', { source_labels: ['code'], regex: '2..', target_label: 'status' }, LABELS],
    ['removes a label by an empty replacement', { target_label: 'code', replacement: '' }, WITHOUT_CODE],
    ['writes a constant', { target_label: 'env', replacement: 'test' }, { ...LABELS, env: 'test' }],
    ['writes no label whose name comes out empty', { source_labels: ['none'], target_label: '$1', replacement: 'x' }, LABELS],
    ['writes a label of any name', { source_labels: ['path'], target_label: '$1', replacement: 'x' }, { ...LABELS, '/a/b': 'x' }],
    ['drops labels by name', { action: 'labeldrop', regex: 'co.*' }, WITHOUT_CODE],
    [
      'keeps labels by name, in any case of the action',
      { action: 'LabelKeep', regex: '__name__|code' },
      { __name__: 'http_requests', code: '503' },
    ],
    ['keeps what equals a label', { action: 'keepequal', source_labels: ['code'], target_label: 'code' }, LABELS],
    ['does not keep what differs from it', { action: 'keepequal', source_labels: ['code'], target_label: 'path' }, undefined],
    ['drops what equals a label', { action: 'dropequal', source_labels: ['code'], target_label: 'code' }, undefined],
    ['does not drop what differs from it', { action: 'dropequal', source_labels: ['code'], target_label: 'path' }, LABELS],
    [
      'writes in capitals',
      { action: 'uppercase', source_labels: ['__name__'], target_label: 'NAME' },
      { ...LABELS, NAME: 'HTTP_REQUESTS' },
    ],
    ['removes a label by the capitals of nothing', { action: 'uppercase', source_labels: ['none'], target_label: 'code' }, WITHOUT_CODE],
    [
      'copies labels to names made of theirs',
      { action: 'labelmap', regex: '__(.+)__|(path)', replacement: 'old_$1$2' },
      { ...LABELS, old_name: 'http_requests', old_path: '/a/b' },
    ],
  ];
  for (const [fact, rule, expected] of TABLE) {
    it(fact, () => assert.deepEqual(apply(LABELS, rule), expected));
  }

  it('maps each letter by itself', () => {
    const lower = { action: 'lowercase', source_labels: ['a'], target_label: 'b' };
    const upper = { action: 'uppercase', source_labels: ['a'], target_label: 'b' };
    assert.equal(apply({ a: 'ÀΣ' }, lower)?.['b'], 'àσ');
    assert.equal(apply({ a: 'İ' }, lower)?.['b'], 'i');
    assert.equal(apply({ a: 'straße' }, upper)?.['b'], 'STRAßE');
  });

  // Known answers: the last eight bytes of md5sum(1), big-endian, modulo.
  const HASHES: readonly (readonly [text: string, modulus: number, expected: string])[] = [
    ['', 1000, '958'],
    ['foo', 1000, '696'],
    ['foo;bar', 7, '6'],
    ['127.0.0.1:9090', 4_294_967_296, '3565300974'],
  ];
  for (const [text, modulus, expected] of HASHES) {
    it(`hashes ${JSON.stringify(text)} modulo ${modulus}`, () =>
      assert.equal(
        apply({ a: text }, { action: 'hashmod', source_labels: ['a'], target_label: 'shard', modulus: String(modulus) })?.['shard'],
        expected,
      ));
  }

  it('applies rules in their order, each to what the one before left', () =>
    assert.deepEqual(
      apply(
        { __address__: 'a:1', __meta_pod: 'web' },
        { source_labels: ['__meta_pod'], target_label: 'pod' },
        { source_labels: ['pod', '__address__'], separator: '/', target_label: 'instance' },
        { action: 'drop', source_labels: ['pod'], regex: 'api' },
        { action: 'labeldrop', regex: '__.*' },
      ),
      { pod: 'web', instance: 'web/a:1' },
    ));

  it('lets a label that was set win over one that was there when both map to one name', () => {
    const rules = [
      { target_label: 'a_1', replacement: 'set' },
      { action: 'labelmap', regex: '(.)_.', replacement: '$1' },
    ];
    assert.equal(apply({ a_2: 'there', a_1: 'old' }, ...rules)?.['a'], 'set');
    assert.equal(apply({ a_2: 'second', a_1: 'first' }, ...rules.slice(1))?.['a'], 'second');
  });

  const labels = fc.dictionary(fc.stringMatching(/^[a-z_]{1,4}$/), fc.string({ minLength: 1, maxLength: 5 }), { maxKeys: 6 });

  it('makes a label disappear from labeldrop exactly when labelkeep keeps it', () => {
    fc.assert(
      fc.property(labels, fc.stringMatching(/^[a-z_]{1,3}$/), (given, prefix) => {
        const dropped = apply(given, { action: 'labeldrop', regex: `${prefix}.*` }) ?? {};
        const kept = apply(given, { action: 'labelkeep', regex: `${prefix}.*` }) ?? {};
        assert.deepEqual({ ...dropped, ...kept }, { ...given });
        assert.equal(Object.keys(dropped).length + Object.keys(kept).length, Object.keys(given).length);
      }),
    );
  });

  it('shards everything once: exactly one shard keeps each', () => {
    fc.assert(
      fc.property(labels, fc.integer({ min: 1, max: 5 }), (given, modulus) => {
        const hash = { action: 'hashmod', source_labels: Object.keys(given), target_label: 'shard', modulus: String(modulus) };
        const shards = Array.from({ length: modulus }, (_each, shard) =>
          apply(given, hash, { action: 'keep', source_labels: ['shard'], regex: String(shard) }),
        );
        assert.equal(shards.filter((each) => each !== undefined).length, 1);
      }),
    );
  });
});
