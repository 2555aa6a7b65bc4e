/** Answers whether a path (without query) is of a route's template: `/api/v1/workflows/:id` is of `/api/v1/workflows/7`, one segment a parameter. */
export function matchesRoute(template: string, path: string): boolean {
  const expected = segments(template);
  const actual = segments(path);
  return expected.length === actual.length && expected.every((segment, index) => segment.startsWith(':') || segment === actual[index]);
}

function segments(path: string): readonly string[] {
  return (path.endsWith('/') && path.length > 1 ? path.slice(0, -1) : path).split('/');
}
