interface Range {
  readonly min: number;
  readonly max: number;
}

/** The statuses that count as expected. */
export class ExpectedStatuses {
  readonly ranges: readonly Range[];
  constructor(ranges: readonly Range[]) {
    this.ranges = ranges;
  }
}

/** Makes a response callback of statuses and of ranges `{ min, max }`. */
export function expectedStatuses(...statuses: readonly unknown[]): ExpectedStatuses {
  if (statuses.length === 0) throw new TypeError('expectedStatuses() needs at least one status or range');
  return new ExpectedStatuses(statuses.map(rangeOf));
}

function rangeOf(status: unknown): Range {
  if (typeof status === 'number' && Number.isInteger(status)) return { min: status, max: status };
  const { min, max } = (status ?? {}) as Partial<Range>;
  if (Number.isInteger(min) && Number.isInteger(max)) return { min: Number(min), max: Number(max) };
  throw new TypeError(`expectedStatuses() takes integers and { min, max }, not ${JSON.stringify(status)}`);
}
