/** The stream of one release. Ids are `<environment>.<service>.<n>`, and neither name has a dot in it. */
export function releaseStream(releaseId: string): string {
  return `release/${releaseId}`;
}

/** The prefix of the streams of all releases: of a service in an environment, of an environment, or of all there are. */
export function releaseStreamPrefix(of?: { readonly environment: string; readonly service?: string }): string {
  if (of === undefined) return 'release/';
  return of.service === undefined ? `release/${of.environment}.` : `release/${of.environment}.${of.service}.`;
}

/** The release id in a stream's name; undefined for a stream of something else. */
export function releaseIdOf(stream: string): string | undefined {
  return stream.startsWith('release/') ? stream.slice('release/'.length) : undefined;
}

/** What the releases of one service in one environment have in common: their id without its number. */
export function laneOf(releaseId: string): string {
  return releaseId.slice(0, releaseId.lastIndexOf('.'));
}

/** The stream of the freezes of a service. */
export function freezeStream(environment: string, service: string): string {
  return `freeze/${environment}.${service}`;
}

/** The stream of the incident that a rolled-back release opened. */
export function incidentStream(releaseId: string): string {
  return `incident/${releaseId}`;
}
