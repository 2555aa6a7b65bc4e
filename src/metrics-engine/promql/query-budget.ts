/** What a query may cost. Both methods throw QueryError when it is used up. */
export interface QueryBudget {
  /** Counts samples read. Throws 'timeout' when the time is up. */
  read(samples: number): void;
  /** Counts samples kept in memory until the answer is complete. Throws 'execution' when they are too many. */
  keep(samples: number): void;
}
