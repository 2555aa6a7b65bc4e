/** Options of k6 that this engine has no part of, and what ignoring them would get wrong: they are refused, never ignored. */
export const REFUSED_OPTIONS = {
  paused: 'nobody is there to start the test',
  tlsAIAFetch: 'this engine does not fetch missing certificates',
  linger: 'this engine ends with its test',
} as const;

/** The names of those options. */
export const REFUSED_NAMES = Object.keys(REFUSED_OPTIONS) as readonly (keyof typeof REFUSED_OPTIONS)[];
