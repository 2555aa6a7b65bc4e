import { addSample, declareMetric, log } from 'sluice:host';
import { asText } from './as-text.ts';
import { tagsText } from './tags.ts';

abstract class Metric {
  readonly name: string;
  readonly #number: number;

  constructor(type: string, name: unknown, isTime: unknown) {
    this.name = asText(name);
    this.#number = declareMetric(type, this.name, isTime === true ? 1 : 0);
  }

  /** Adds a value; what is no number is refused with a warning, as k6 does. */
  add(value: unknown, tags?: object): boolean {
    const number = typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? value : Number.parseFloat(asText(value));
    if (Number.isNaN(number)) {
      log('warn', `${this.name}.add(${asText(value)}) is not a number: not counted`);
      return false;
    }
    if (tags === undefined) addSample(this.#number, this.measured(number));
    else addSample(this.#number, this.measured(number), tagsText(tags));
    return true;
  }

  protected measured(value: number): number {
    return value;
  }
}

/** A sum. */
export class Counter extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('counter', name, isTime);
  }
}

/** The latest value, with the least and the greatest. */
export class Gauge extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('gauge', name, isTime);
  }
}

/** The share of values that are not zero. */
export class Rate extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('rate', name, isTime);
  }
  protected override measured(value: number): number {
    return value === 0 ? 0 : 1;
  }
}

/** A distribution. */
export class Trend extends Metric {
  constructor(name: string, isTime?: boolean) {
    super('trend', name, isTime);
  }
}
