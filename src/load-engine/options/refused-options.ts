/** Options of k6 that this engine has no part of, and what ignoring them would get wrong: they are refused, never ignored. */
export const REFUSED_OPTIONS = {
  paused: 'nobody is there to start the test',
  localIPs: 'this engine sends from the address that the system chooses',
  tlsCipherSuites: 'this engine speaks the cipher suites of its Node',
  tlsAIAFetch: 'this engine does not fetch missing certificates',
  httpDebug: 'this engine does not print requests',
  linger: 'this engine ends with its test',
} as const;

/** The names of those options. */
export const REFUSED_NAMES = Object.keys(REFUSED_OPTIONS) as readonly (keyof typeof REFUSED_OPTIONS)[];
