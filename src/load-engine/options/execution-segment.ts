/** The part of a test that one process or thread runs, and how the whole is divided, as k6 writes them: `1/4:1/2` of `0,1/4,1/2,1`. */
export interface ExecutionSegment {
  readonly segment: string;
  readonly sequence: string;
}

/** All of a test. */
export const WHOLE_TEST: ExecutionSegment = { segment: '0:1', sequence: '0,1' };
