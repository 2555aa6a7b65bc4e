import type { HostFunction } from '../sandbox/host-function.ts';
import { refuseInInit, type World } from './world.ts';

/** Host functions of the module k6/execution. */
export function executionFunctions(world: World): Readonly<Record<string, HostFunction>> {
  return {
    executionNumber: (args) => executionNumber(world, args.text(0)),
    executionText: (args) => executionText(world, args.text(0)),
    abortTest: (args) => {
      world.run.abortReason ??= world.mask(args.text(0));
      world.interrupt();
      throw new Error('the test was aborted');
    },
    failTest: (args) => {
      refuseInInit(world, 'exec.test.fail()');
      failTest(world, world.mask(args.text(0)));
      return undefined;
    },
    setVuTag: (args) => {
      world.tags.setOwn(args.text(0), args.text(1));
      return undefined;
    },
    setVuMetadata: (args) => {
      world.metadata.setOwn(args.text(0), args.text(1));
      return undefined;
    },
    deleteVuMetadata: (args) => {
      world.metadata.setOwn(args.text(0), undefined);
      return undefined;
    },
    deleteVuTag: (args) => {
      world.tags.setOwn(args.text(0), undefined);
      return undefined;
    },
  };
}

/** A test that is marked as failed must not pass: where the scheduler takes no mark, the test ends here. */
function failTest(world: World, reason: string): void {
  if (world.facts?.markFailed !== undefined) {
    world.facts.markFailed(reason);
    return;
  }
  world.run.abortReason ??= reason;
  world.interrupt();
}

function executionNumber(world: World, fact: string): number {
  switch (fact) {
    case 'vu.idInTest':
    case 'vu.idInInstance':
      return world.id;
    case 'vu.iterationInInstance':
      return world.iteration;
    case 'vu.iterationInScenario':
      return world.iterationInScenario;
    case 'scenario.iterationInTest':
    case 'scenario.iterationInInstance':
      return inScenario(world).iterationInScenario;
    case 'scenario.startTime':
      return inScenario(world).scenarioStartMs;
    case 'scenario.progress':
      return inScenario(world).progress();
    case 'instance.currentTestRunDuration':
      return Date.now() - inTest(world).startMs;
    case 'instance.iterationsCompleted':
      return inTest(world).instance().iterationsCompleted;
    case 'instance.iterationsInterrupted':
      return inTest(world).instance().iterationsInterrupted;
    case 'instance.vusActive':
      return inTest(world).instance().vusActive;
    case 'instance.vusInitialized':
      return inTest(world).instance().vusInitialized;
    default:
      throw new Error(`k6/execution has no ${fact}`);
  }
}

function executionText(world: World, fact: string): string {
  switch (fact) {
    case 'scenario.name':
      return inScenario(world).scenario;
    case 'scenario.executor':
      return inScenario(world).executor;
    case 'vu.tags':
      return JSON.stringify(world.tags.current());
    case 'vu.metadata':
      return JSON.stringify(world.metadata.own());
    case 'test.options':
      return JSON.stringify(inTest(world).options);
    default:
      throw new Error(`k6/execution has no ${fact}`);
  }
}

function inScenario(world: World): NonNullable<World['context']> {
  refuseInInit(world, 'exec.scenario');
  if (world.context === undefined) throw new Error(`exec.scenario is not there in ${world.stage}(): only iterations belong to a scenario`);
  return world.context;
}

function inTest(world: World): NonNullable<World['facts']> {
  if (world.stage === 'init' || world.facts === undefined) {
    refuseInInit(world, 'exec.instance and exec.test.options');
    throw new Error('the test has not started yet');
  }
  return world.facts;
}
