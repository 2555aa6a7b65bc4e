import type { HostFunction } from '../sandbox/host-function.ts';
import { refuseOutsideInit, type World } from './world.ts';

/** Host functions of the module k6/data. */
export function dataFunctions(world: World): Readonly<Record<string, HostFunction>> {
  return {
    // -1: not filled yet, so that this virtual user calls the script's function.
    sharedArrayLength: (args) => {
      refuseOutsideInit(world, 'new SharedArray()');
      return world.arrays.length(args.text(0)) ?? -1;
    },
    shareArray: (args) => world.arrays.fill(args.text(0), args.text(1)),
    sharedElement: (args) => world.arrays.element(args.text(0), args.number(1)),
  };
}
