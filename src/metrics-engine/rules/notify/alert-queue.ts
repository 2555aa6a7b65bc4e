import { labelsKey } from '../../promql/labels.ts';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';

/**
 * Alerts that wait to be sent, the longest waiting first.
 *
 * Of one alert only the newest word waits: what it replaces is no loss, since an Alertmanager acts on states and not on changes. When more wait
 * than may, the oldest are dropped and counted.
 */
export class AlertQueue {
  readonly #capacity: number;
  readonly #waiting = new Map<string, OutgoingAlert>();
  #dropped = 0;

  constructor({ capacity }: { readonly capacity: number }) {
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#waiting.size;
  }

  /** How many were dropped since the start, because too many waited. */
  get dropped(): number {
    return this.#dropped;
  }

  push(alerts: readonly OutgoingAlert[]): void {
    for (const alert of alerts) {
      // The place of the older word is kept, or an alert that is told again each minute would never come to the front.
      this.#waiting.set(labelsKey(alert.labels), alert);
    }
    for (const key of [...this.#waiting.keys()].slice(0, Math.max(0, this.#waiting.size - this.#capacity))) {
      this.#waiting.delete(key);
      this.#dropped++;
    }
  }

  /** Those that come next, which stay until they are settled. */
  head(count: number): readonly OutgoingAlert[] {
    return [...this.#waiting.values()].slice(0, count);
  }

  /** Takes out alerts that were dealt with; one of which there is newer word by now stays. */
  settle(alerts: readonly OutgoingAlert[]): void {
    for (const alert of alerts) {
      const key = labelsKey(alert.labels);
      if (this.#waiting.get(key) === alert) this.#waiting.delete(key);
    }
  }
}
