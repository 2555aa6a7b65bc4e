const unitSeconds: Readonly<Record<string, number>> = {
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  // A month and more are of fixed length, as OpenSLO's own SDK takes them: a rolling window has no calendar.
  M: 2_592_000,
  Q: 7_776_000,
  Y: 31_536_000,
};

/** The seconds of an OpenSLO duration as `30d`, `4w` or `1M` (M is a month of 30 days, m a minute); undefined for anything else, and for 0. */
export function sloDuration(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d*)([mhdwMQY])$/.exec(text) ?? [];
  const seconds = unit === undefined ? undefined : unitSeconds[unit];
  return seconds === undefined ? undefined : Number(count) * seconds;
}

/** The milliseconds of a latency threshold as `200ms`, `1.5s`; undefined for anything else, and for 0. */
export function latencyThreshold(text: string): number | undefined {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  const milliseconds = Number(count) * (unit === 's' ? 1000 : 1);
  return milliseconds > 0 ? milliseconds : undefined;
}
