import { createProgram } from '../create-program.ts';
import { scriptedActions } from './scripted-actions.ts';

process.exitCode = await createProgram(scriptedActions).run(process.argv.slice(2));
