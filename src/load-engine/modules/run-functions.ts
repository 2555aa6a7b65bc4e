import { randomBytes } from 'node:crypto';
import type { HostFunction } from '../sandbox/host-function.ts';
import { refuseInInit, refuseOutsideInit, type World } from './world.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** Host functions of the run itself: how it goes, what it prints, its timers and files. */
export function runFunctions(world: World): Readonly<Record<string, HostFunction>> {
  return {
    exported: (args) => {
      world.exported = args.text(0);
      return undefined;
    },
    failed: (args) => {
      // The first failure is the cause, what follows is its echo.
      world.run.failure ??= { message: world.mask(args.text(0)), stack: args.text(1) };
      return undefined;
    },
    promised: () => {
      world.run.promises += 1;
      return undefined;
    },
    settled: () => {
      world.run.promises -= 1;
      return undefined;
    },
    returned: (args) => {
      world.run.returned = args.text(0);
      return undefined;
    },
    log: (args) => {
      world.log(args.text(0) as Level, world.mask(args.text(1)), 'console');
      return undefined;
    },
    logBytes: (args) => {
      world.log(args.text(0) as Level, world.mask(Buffer.from(args.bytes(1)).toString()), 'console');
      return undefined;
    },
    randomBytes: (args) => new Uint8Array(randomBytes(Math.min(args.number(0), 65_536))),
    decodeText: (args) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(args.bytes(0)),
    readTextFile: (args) => {
      refuseOutsideInit(world, 'open()');
      return world.readFile(args.text(0)).toString();
    },
    readBinaryFile: (args) => {
      refuseOutsideInit(world, 'open()');
      return new Uint8Array(world.readFile(args.text(0)));
    },
    startTimer: (args) => {
      refuseInInit(world, 'setTimeout() and setInterval()');
      world.loop.startTimer(args.number(0), args.number(1));
      return undefined;
    },
    stopTimer: (args) => {
      world.loop.stopTimer(args.number(0));
      return undefined;
    },
  };
}
