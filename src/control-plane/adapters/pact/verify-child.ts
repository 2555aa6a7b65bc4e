import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { verifierJob } from './verifier-job.ts';
import { verifyPacts } from './verify-pacts.ts';

/** Where the answer goes: the native library prints to both standard streams. */
const answerDescriptor = 3;

const answer = await verifyPacts(verifierJob.parse(JSON.parse(await text(process.stdin))));
writeFileSync(answerDescriptor, JSON.stringify(answer));
// The native library's threads would keep the process alive.
process.exit(0);
