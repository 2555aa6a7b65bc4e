/** Samples number `from` to `to` (not included) of two parallel columns, oldest first. Only good until the next is asked for. */
export interface SampleSlice {
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly from: number;
  readonly to: number;
}
