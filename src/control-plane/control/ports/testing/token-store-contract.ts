import assert from 'node:assert/strict';
import type { TokenRecord, TokenStore } from '../token-store.ts';

function record(id: string): TokenRecord {
  return {
    id,
    name: `bearer-${id}`,
    role: 'operator',
    secretHash: 'a'.repeat(64),
    createdAtMs: 1_000,
    createdBy: 'setup',
    expiresAtMs: undefined,
    revokedAtMs: undefined,
    revokedBy: undefined,
  };
}

/** The behaviour that every token store must show; call it inside a `describe`. */
export function tokenStoreContract(open: () => Promise<TokenStore>): void {
  it('gives back what was saved, field by field', async () => {
    const store = await open();
    const expiring = { ...record('0123456789ab'), expiresAtMs: 5_000 };
    await store.save(expiring);
    assert.deepEqual(await store.findById(expiring.id), expiring);
  });

  it('finds nothing under an unknown id', async () => {
    assert.equal(await (await open()).findById('ffffffffffff'), undefined);
  });

  it('lists the oldest first, revoked ones included', async () => {
    const store = await open();
    await store.save(record('00000000000b'));
    await store.save({ ...record('00000000000a'), createdAtMs: 2_000 });
    await store.revoke('00000000000b', { atMs: 3_000, by: 'root' });
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      ['00000000000b', '00000000000a'],
    );
  });

  it('keeps the first revocation', async () => {
    const store = await open();
    await store.save(record('00000000000c'));
    assert.equal(await store.revoke('00000000000c', { atMs: 3_000, by: 'first' }), true);
    assert.equal(await store.revoke('00000000000c', { atMs: 4_000, by: 'second' }), false);
    const found = await store.findById('00000000000c');
    assert.equal(found?.revokedAtMs, 3_000);
    assert.equal(found?.revokedBy, 'first');
  });

  it('says that there was nothing to revoke', async () => {
    assert.equal(await (await open()).revoke('ffffffffffff', { atMs: 1, by: 'root' }), false);
  });

  it('refuses a second record with the same id', async () => {
    const store = await open();
    await store.save(record('00000000000d'));
    await assert.rejects(store.save(record('00000000000d')));
  });
}
