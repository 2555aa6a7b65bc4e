/** What a query may cost. read and keep throw QueryError when it is used up. */
export interface QueryBudget {
  /** Counts samples read. Throws 'timeout' when the time is up. */
  read(samples: number): void;
  /** Counts samples kept in memory. Throws 'execution' when they are too many. */
  keep(samples: number): void;
  /** Counts samples as kept no longer. Where it is missing, what was kept counts to the end of the query. */
  release?(samples: number): void;
}
