/** What LinkFlow's combined process says when it is ready: where its parts listen, the workflow service by version. */
export interface LinkFlowPlaces {
  readonly gateway: string;
  readonly admin: string;
  readonly auth: string;
  readonly execution: string;
  readonly workflow: Readonly<Record<string, string>>;
}
