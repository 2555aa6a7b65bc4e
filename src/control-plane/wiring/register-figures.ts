import { Counter, Gauge, type Registry } from 'prom-client';
import type { CollectorFigure } from '../adapters/embedded-metrics/collector-figures.ts';

/** Adds figures to a registry; each is read anew whenever the registry is. */
export function registerFigures(registry: Registry, figures: () => readonly CollectorFigure[]): void {
  for (const { name, help, kind } of figures()) {
    const now = () => figures().find((figure) => figure.name === name)?.value ?? 0;
    registry.registerMetric(kind === 'gauge' ? gaugeOf({ name, help, now }) : counterOf({ name, help, now }));
  }
}

interface Registered {
  readonly name: string;
  readonly help: string;
  readonly now: () => number;
}

function gaugeOf({ name, help, now }: Registered): Gauge {
  return new Gauge({
    name,
    help,
    registers: [],
    collect() {
      this.set(now());
    },
  });
}

/** A counter of prom-client only grows by steps, so it begins at 0 at each reading. */
function counterOf({ name, help, now }: Registered): Counter {
  return new Counter({
    name,
    help,
    registers: [],
    collect() {
      this.reset();
      this.inc(now());
    },
  });
}
