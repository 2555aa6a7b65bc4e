import { createProgram } from './cli/create-program.ts';
import { localActions } from './wiring/local-actions.ts';

process.exitCode = await createProgram(localActions).run(process.argv.slice(2));
