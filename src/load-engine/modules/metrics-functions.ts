import { BoundedCache } from '../http/bounded-cache.ts';
import type { HostFunction } from '../sandbox/host-function.ts';
import type { MetricDeclaration, Tags } from '../virtual-user.ts';
import { readWirePairs } from './wire-pairs.ts';
import { refuseInInit, refuseOutsideInit, type World } from './world.ts';

const namePattern = /^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/;

/** Host functions of the module k6/metrics. */
export function metricsFunctions(world: World): Readonly<Record<string, HostFunction>> {
  const userTags = new BoundedCache((text: string): Tags => Object.fromEntries(readWirePairs(text)));
  return {
    declareMetric: (args) => {
      const declaration: MetricDeclaration = {
        type: args.text(0) as MetricDeclaration['type'],
        name: args.text(1),
        contains: args.number(2) === 1 ? 'time' : 'default',
      };
      refuseOutsideInit(world, `new metric ${declaration.name}`);
      return declare(world, declaration);
    },
    addSample: (args) => {
      const name = world.metrics[args.number(0)]?.name ?? '';
      refuseInInit(world, `${name}.add()`);
      const value = args.number(1);
      const wire = args.count > 2 ? args.text(2) : '';
      const tags = wire === '' ? world.tags.current() : world.tags.variant(wire, () => ({ user: userTags.get(wire), system: {} }));
      world.sink.add(name, value, tags, Date.now());
      return undefined;
    },
  };
}

/** Declares a metric, or finds the one of the same name and type; returns its number. */
function declare(world: World, declaration: MetricDeclaration): number {
  const { name, type } = declaration;
  if (world.mask(name) !== name) throw new Error('the name of a metric must not hold a secret: it is shown to everybody');
  if (!namePattern.test(name)) {
    throw new Error(
      `the metric name ${JSON.stringify(name)} must start with a letter or _, and hold only letters, digits and _, at most 128 of them`,
    );
  }
  const index = world.metrics.findIndex((known) => known.name === name);
  const known = world.metrics[index];
  if (known !== undefined) {
    if (known.type === type && known.contains === declaration.contains) return index;
    throw new Error(`the metric ${name} is already declared as a ${describe(known)}: it can't be a ${describe(declaration)} too`);
  }
  world.sink.declare(declaration);
  return world.metrics.push(declaration) - 1;
}

function describe({ type, contains }: MetricDeclaration): string {
  return contains === 'time' ? `${type} of times` : type;
}
