/** An access token of a user made for the gates: contract and load act in this user's name. Throws when LinkFlow refuses. */
export async function testToken(gatewayUrl: string): Promise<string> {
  const credentials = { email: `gates-${crypto.randomUUID()}@linkflow.example`, password: crypto.randomUUID() };
  await post(`${gatewayUrl}/api/v1/auth/register`, credentials);
  const answer = await post(`${gatewayUrl}/api/v1/auth/login`, credentials);
  if (typeof answer['accessToken'] !== 'string') throw new Error('LinkFlow answered a login without an access token');
  return answer['accessToken'];
}

async function post(url: string, body: unknown): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${(await response.text()).slice(0, 200)}`);
  return (await response.json()) as Readonly<Record<string, unknown>>;
}
