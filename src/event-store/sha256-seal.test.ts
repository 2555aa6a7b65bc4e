import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { type SealedFields, sealedFields } from './seal.ts';
import { sha256Seal } from './sha256-seal.ts';

const fields: SealedFields = {
  id: 'f0000000-0000-4000-8000-000000000001',
  aggregateId: 'release-1',
  aggregateType: 'release',
  type: 'release.requested.v1',
  version: 1,
  data: { b: 1, a: 2 },
  metadata: undefined,
  userId: undefined,
  createdAt: '2026-03-01T10:00:00.123Z',
  position: 1,
};

describe('SHA-256 seal', () => {
  it('is SHA-256 over the canonical JSON of the previous hash and the event', () => {
    const text =
      '{"event":{"aggregateId":"release-1","aggregateType":"release","createdAt":"2026-03-01T10:00:00.123Z","data":{"a":2,"b":1},' +
      '"id":"f0000000-0000-4000-8000-000000000001","position":1,"type":"release.requested.v1","version":1},"previousHash":"abc"}';
    assert.equal(sha256Seal('abc', fields), createHash('sha256').update(text).digest('hex'));
  });

  it('changes with the previous hash and with each field', () => {
    const others: readonly Partial<SealedFields>[] = [
      { id: 'x' },
      { aggregateId: 'x' },
      { aggregateType: 'x' },
      { type: 'x' },
      { version: 2 },
      { data: {} },
      { metadata: { a: 1 } },
      { userId: 'x' },
      { createdAt: 'x' },
      { position: 2 },
    ];
    const hashes = [sha256Seal('', fields), sha256Seal('abc', fields), ...others.map((other) => sha256Seal('', { ...fields, ...other }))];
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (data) => {
        const turned = Object.fromEntries(Object.entries(data).toReversed());
        assert.equal(sha256Seal('', { ...fields, data: turned }), sha256Seal('', { ...fields, data }));
      }),
    );
  });

  it('covers metadata without the chain, and the same where only the chain is in it', () => {
    const stored = { ...fields, createdAt: new Date(fields.createdAt) };
    const chain = { previousHash: '', hash: 'x' };
    assert.deepEqual(sealedFields({ ...stored, metadata: { chain, reason: 'r' } }), { ...fields, metadata: { reason: 'r' } });
    for (const metadata of [undefined, {}, { chain }]) assert.deepEqual(sealedFields({ ...stored, metadata }), fields);
  });
});
