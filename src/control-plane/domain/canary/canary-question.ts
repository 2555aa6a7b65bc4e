/** What is asked of a canary beside what it has seen. */
export interface CanaryQuestion {
  readonly nowMs: number;
  /** When the newest sample of the candidate was scraped; undefined when there is none. */
  readonly newestSampleMs: number | undefined;
  /** Older samples than this say nothing about the present. */
  readonly stalenessSeconds: number;
  /** What the current step asks for before it may end. */
  readonly step: {
    readonly minimumRequests: number;
    readonly minimumSeconds: number;
    readonly startedMs: number;
  };
  /** false only when the candidate is known to be down while the baseline answers; undefined when nobody could tell, as in an outage of ours. */
  readonly candidateUp?: boolean | undefined;
  /** The candidate's percentile by objective, in milliseconds: for people to look at, it decides nothing. */
  readonly observedQuantileMs?: Readonly<Record<string, number>> | undefined;
}
