import { Counter, Gauge, type Registry } from 'prom-client';
import type { CollectorFigure } from '../adapters/embedded-metrics/collector-figures.ts';

/** Adds figures to a registry; all are read anew, together and once, whenever the registry is. */
export function registerFigures(registry: Registry, figures: () => readonly CollectorFigure[]): void {
  const valueOf = readTogether(figures);
  for (const { name, help, kind } of figures()) {
    const now = () => valueOf(name);
    registry.registerMetric(kind === 'gauge' ? gaugeOf({ name, help, now }) : counterOf({ name, help, now }));
  }
}

/** A registry asks each metric for itself, all in one go: the first that is asked reads for all, since telling some of them walks all series. */
function readTogether(figures: () => readonly CollectorFigure[]): (name: string) => number {
  let values: ReadonlyMap<string, number> | undefined;
  return (name) => {
    if (values === undefined) {
      values = new Map(figures().map((figure) => [figure.name, figure.value]));
      queueMicrotask(() => {
        values = undefined;
      });
    }
    return values.get(name) ?? 0;
  };
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
