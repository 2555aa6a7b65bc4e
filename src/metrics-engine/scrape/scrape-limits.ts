/** What a scrape may bring, and how many targets a job may have, at most; undefined for no limit but the engine's own. */
export interface ScrapeLimits {
  /** Samples of a scrape, after relabelling. */
  readonly sampleLimit: number | undefined;
  /** Bytes of an answer, uncompressed. */
  readonly bodySizeLimit: number | undefined;
  /** Labels of a series, after relabelling. */
  readonly labelLimit: number | undefined;
  /** Bytes of a label's name, and of its value. */
  readonly labelNameLengthLimit: number | undefined;
  readonly labelValueLengthLimit: number | undefined;
  /** Targets of a job, after relabelling; with more of them all scrapes of the job fail. */
  readonly targetLimit: number | undefined;
}
