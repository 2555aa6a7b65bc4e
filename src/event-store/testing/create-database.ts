// A program: opens the PGlite folder of its argument for the first time, after saying that it begins.
import { openPgliteDatabase } from '../pglite-database.ts';

process.stdout.write('begins\n');
await openPgliteDatabase({ folder: process.argv[2] ?? '' });
process.stdout.write('open\n');
setInterval(() => undefined, 60_000);
