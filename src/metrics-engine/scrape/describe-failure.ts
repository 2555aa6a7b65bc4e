/** What went wrong, with its cause where that says more: of several attempts to connect, the first. */
export function describeFailure(error: Error): string {
  const cause = error.cause instanceof Error ? `: ${describeFailure(error.cause)}` : '';
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return describeFailure(error.errors[0]);
  return `${error.message}${cause}`;
}
