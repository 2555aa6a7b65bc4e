// A program: locks the folder of its argument and holds it until killed.
import { lockFolder } from '../folder-lock.ts';

await lockFolder(process.argv[2] ?? '');
process.stdout.write('locked\n');
setInterval(() => undefined, 60_000);
