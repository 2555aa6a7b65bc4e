/**
 * Adds up values as Neumaier does: what each addition loses is collected in the compensation. An infinite sum has none.
 *
 * Source: A. Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974; as Prometheus applies it.
 */
export class SumFold {
  sum = 0;
  compensation = 0;

  add(value: number): void {
    const next = this.sum + value;
    if (next === Number.POSITIVE_INFINITY || next === Number.NEGATIVE_INFINITY) this.compensation = 0;
    else if (Math.abs(this.sum) >= Math.abs(value)) this.compensation += this.sum - next + value;
    else this.compensation += value - next + this.sum;
    this.sum = next;
  }

  /** Adds what was added up elsewhere: as if its values were added one by one, but for the last bit; exactly so for whole numbers below 2^53. */
  addSum(sum: number, compensation: number): void {
    this.add(sum);
    if (Number.isFinite(this.sum)) this.compensation += compensation;
  }
}
