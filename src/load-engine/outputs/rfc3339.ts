/** Writes moments as RFC 3339 in UTC, to the millisecond and, where there is a fraction of one, to the nanosecond; the same moment twice costs nothing. */
export function rfc3339(): (atMs: number) => string {
  let last = { atMs: Number.NaN, text: '' };
  return (atMs) => {
    if (atMs !== last.atMs) last = { atMs, text: format(atMs) };
    return last.text;
  };
}

function format(atMs: number): string {
  const whole = Math.floor(atMs);
  const nanos = Math.floor((atMs - whole) * 1e6);
  const text = new Date(whole).toISOString();
  return nanos === 0 ? text : `${text.slice(0, -1)}${String(nanos).padStart(6, '0')}Z`;
}
