/** The stream of one release. Ids are `<environment>.<service>.<n>`. */
export function releaseStream(releaseId: string): string {
  return `release/${releaseId}`;
}

/** The prefix of the streams of all releases of a service in an environment, or of all releases there are. */
export function releaseStreamPrefix(lane?: { readonly environment: string; readonly service: string }): string {
  return lane === undefined ? 'release/' : `release/${lane.environment}.${lane.service}.`;
}

/** The release id in a stream's name; undefined for a stream of something else. */
export function releaseIdOf(stream: string): string | undefined {
  return stream.startsWith('release/') ? stream.slice('release/'.length) : undefined;
}

/** The stream of the freezes of a service. */
export function freezeStream(environment: string, service: string): string {
  return `freeze/${environment}.${service}`;
}

/** The stream of the incident that a rolled-back release opened. */
export function incidentStream(releaseId: string): string {
  return `incident/${releaseId}`;
}
