import type { ReconcilerPorts } from '../reconciler-ports.ts';
import type { ServiceDefinition } from '../service-definition.ts';

/** One call of a port on its way: its name, as `router.setWeights`, and how to let it happen. */
export interface PortCall {
  readonly name: string;
  perform(): Promise<unknown>;
}

/** Stands between a reconciler and its ports: it may let a call happen, fail, wait, or never come back. */
export type Intercept = (call: PortCall) => Promise<unknown>;

/** The same ports, with each call that can fail handed to `intercept`; `isDead` silences what the ledger announces. */
export function interceptedPorts(ports: ReconcilerPorts, intercept: Intercept, isDead: () => boolean = () => false): ReconcilerPorts {
  const wrap = <T extends object>(name: string, port: T): T => wrapPort(name, port, intercept);
  const { ledger } = ports;
  return {
    ...ports,
    ledger: {
      ...wrap('ledger', ledger),
      follow: (listener) => ledger.follow((record) => (isDead() ? undefined : listener(record))),
    },
    leases: wrap('leases', ports.leases),
    router: wrap('router', ports.router),
    metrics: { ...wrap('metrics', ports.metrics), narrow: (expression, labels) => ports.metrics.narrow(expression, labels) },
    contracts: wrap('contracts', ports.contracts),
    notifier: wrap('notifier', ports.notifier),
    clock: { now: () => ports.clock.now(), sleep: (ms, signal) => (isDead() ? never() : ports.clock.sleep(ms, signal)) },
    services: new Map([...ports.services].map(([name, service]) => [name, withRunner(service, intercept)])),
    log: (level, message, fields) => (isDead() ? undefined : ports.log(level, message, fields)),
  };
}

/** What a dead process answers. */
export function never(): Promise<never> {
  return new Promise(() => undefined);
}

function withRunner(service: ServiceDefinition, intercept: Intercept): ServiceDefinition {
  if (service.load === undefined) return service;
  return { ...service, load: { ...service.load, runner: wrapPort('load', service.load.runner, intercept) } };
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

function wrapPort<T extends object>(name: string, port: T, intercept: Intercept): T {
  const wrapped = Object.entries(port).map(([key, method]) => {
    const call: Method = (...args) => intercept({ name: `${name}.${key}`, perform: () => (method as Method)(...args) });
    return [key, call];
  });
  return Object.fromEntries(wrapped) as T;
}
