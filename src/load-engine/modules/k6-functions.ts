import { BoundedCache } from '../http/bounded-cache.ts';
import type { HostFunction } from '../sandbox/host-function.ts';
import type { Tags } from '../virtual-user.ts';
import { pause } from './pause.ts';
import { readWirePairs } from './wire-pairs.ts';
import { refuseInInit, type World } from './world.ts';

const unknownCheck = { name: '', kind: 'check  ' };

/** Host functions of the module k6: check, group, sleep. */
export function k6Functions(world: World): Readonly<Record<string, HostFunction>> {
  const checks: { readonly name: string; readonly kind: string }[] = [];
  const groups: { readonly outer: string; readonly startedMs: number }[] = [];
  const userTags = new BoundedCache((text: string): Tags => Object.fromEntries(readWirePairs(text)));
  return {
    checkNumber: (args) => {
      refuseInInit(world, 'check()');
      const name = world.mask(args.text(0));
      return checks.push({ name, kind: `check ${name} ` }) - 1;
    },
    recordCheck: (args) => {
      refuseInInit(world, 'check()');
      const { name, kind } = checks[args.number(0)] ?? unknownCheck;
      const passed = args.number(1) === 1;
      const wire = args.count > 2 ? args.text(2) : '';
      // A text that is already there is found sooner than one that is made for it.
      const key = wire === '' ? kind : kind + wire;
      const tags = world.tags.variant(key, () => ({ user: userTags.get(wire), system: { check: name } }));
      world.sink.add('checks', passed ? 1 : 0, tags, Date.now());
      world.sink.check(name, world.tags.group, passed);
      return undefined;
    },
    enterGroup: (args) => {
      refuseInInit(world, 'group()');
      const name = world.mask(args.text(0));
      if (name.includes('::'))
        throw new Error(`the group name ${JSON.stringify(name)} must not contain '::', which separates nested groups`);
      // An iteration that was cut off inside a group has left it without saying so.
      if (world.tags.group === world.rootGroup) groups.length = 0;
      groups.push({ outer: world.tags.group, startedMs: performance.now() });
      world.tags.group = `${world.tags.group}::${name}`;
      return undefined;
    },
    leaveGroup: () => {
      const left = groups.pop();
      if (left === undefined) return undefined;
      world.sink.add('group_duration', performance.now() - left.startedMs, world.tags.current(), Date.now());
      world.tags.group = left.outer;
      return undefined;
    },
    sleepSeconds: (args) => {
      refuseInInit(world, 'sleep()');
      const ms = args.number(0) * 1000;
      return ms > 0 ? pause(world.waits, ms) : undefined;
    },
  };
}
