/** Every kind of problem a LinkFlow service answers with, its HTTP status and its human title; nothing else decides a status. */
export const problemKinds = {
  'invalid-input': { status: 400, title: 'The input is not valid' },
  'malformed-json': { status: 400, title: 'The body is not JSON' },
  'unknown-version': { status: 400, title: 'No such version is registered' },
  unauthenticated: { status: 401, title: 'A valid access token is needed' },
  'invalid-credentials': { status: 401, title: 'E-mail or password is wrong' },
  'invalid-refresh-token': { status: 401, title: 'The refresh token is not usable' },
  'not-found': { status: 404, title: 'There is no such resource' },
  'method-not-allowed': { status: 405, title: 'The resource does not know this method' },
  conflict: { status: 409, title: 'The resource is in another state than the request assumes' },
  'invalid-state-transition': { status: 409, title: 'The resource can not change to that state' },
  'version-conflict': { status: 409, title: 'The resource has another version by now' },
  'precondition-failed': { status: 412, title: 'If-Match names another version' },
  'body-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'The media type is not supported' },
  'not-runnable': { status: 422, title: 'The workflow can not be run' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'The service failed' },
  'upstream-refused': { status: 502, title: 'The service behind could not be reached' },
  unavailable: { status: 503, title: 'The service is not available at the moment' },
  'upstream-timeout': { status: 504, title: 'The service behind did not answer in time' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** The name of a problem, the last part of its `type` URI. */
export type ProblemKind = keyof typeof problemKinds;
