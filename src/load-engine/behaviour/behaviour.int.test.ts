import { behaviourCases } from './cases/behaviour-cases.ts';
import { describeBehaviour } from './describe-behaviour.ts';
import { runOnEngine } from './run-on-engine.ts';

describeBehaviour({ name: 'the load engine', run: runOnEngine, expectationOf: ({ expected }) => expected }, behaviourCases);
