import { startScriptableTarget } from './scriptable-target.ts';

const target = await startScriptableTarget();
const { origin, secureOrigin, certificate } = target;
process.stdout.write(`${JSON.stringify({ origin, secureOrigin, certificate })}\n`);

const end = (): void => void target.close().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);
// Whoever started it is gone.
process.stdin.resume().once('close', end);
