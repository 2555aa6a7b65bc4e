/** One word of an expression, with the offset at which it starts. */
export interface Token {
  /** `operator` is punctuation; words such as `and` and `sum` are identifiers, because a metric or label may bear their name. */
  readonly kind: 'identifier' | 'number' | 'duration' | 'string' | 'operator' | 'end';
  /** For a string its meaning, without quotes and escapes; for the rest the text as written. */
  readonly text: string;
  readonly offset: number;
}
