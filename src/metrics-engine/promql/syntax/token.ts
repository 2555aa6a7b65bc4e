/** One word of an expression, and where it stands in it. */
export interface Token {
  /**
   * `operator` is punctuation; words such as `and` and `sum` are identifiers, because a metric or label may bear their name. `error` is
   * text that is no token: it is the last one, and its text is the problem.
   */
  readonly kind: 'identifier' | 'number' | 'duration' | 'string' | 'operator' | 'end' | 'error';
  /** As written; for `end` the innermost bracket that is still open, or nothing. */
  readonly text: string;
  /** What a string means, without quotes and escapes; '' for all others. */
  readonly value: string;
  /** Where it stands: from `start` up to `end`, not included. */
  readonly start: number;
  readonly end: number;
}
