// A program: appends one event after another to the PGlite folder of its argument, and says each position once it is acknowledged.
import { randomUUID } from 'node:crypto';
import { openEventStore } from '../open-event-store.ts';
import { openPgliteDatabase } from '../pglite-database.ts';
import { sha256Seal } from '../sha256-seal.ts';

const database = await openPgliteDatabase({ folder: process.argv[2] ?? '' });
const store = await openEventStore({ database, now: () => new Date(), newId: randomUUID, seal: sha256Seal });
for (let i = (await store.readAll(0, 1_000_000)).length; ; i += 1) {
  const [event] = await store.append({ id: `release-${i}`, type: 'release' }, 0, [{ type: 'happened', data: { i } }]);
  process.stdout.write(`${event?.position}\n`);
}
