import { answer, jsonOf, type ShopRoute, type ShopVisit } from './shop-route.ts';

/** An access token is good for so many requests: scripts must renew it, however fast they are. */
const usesOfToken = 3;

/** Sign-in by tokens that run out and are renewed. */
export function accountRoutes(): readonly ShopRoute[] {
  const tokens = new Map<string, { readonly user: string; uses: number }>();
  const grants = new Map<string, string>();
  let issued = 0;
  const issue = ({ response }: ShopVisit, user: string): void => {
    issued += 1;
    const [accessToken, refreshToken] = [`access-${issued}`, `refresh-${issued}`];
    tokens.set(accessToken, { user, uses: usesOfToken });
    grants.set(refreshToken, user);
    answer(response, 200, { accessToken, refreshToken, expiresIn: 60 });
  };
  return [
    {
      method: 'POST',
      path: /^\/auth\/login$/,
      handle: (visit) => {
        const { username, password } = jsonOf(visit);
        if (password !== `pass-${String(username)}`) return answer(visit.response, 401, { error: 'wrong user or password' });
        issue(visit, String(username));
      },
    },
    {
      method: 'POST',
      path: /^\/auth\/refresh$/,
      handle: (visit) => {
        const token = String(jsonOf(visit)['refreshToken']);
        const user = grants.get(token);
        if (user === undefined || !grants.delete(token)) return answer(visit.response, 401, { error: 'unknown refresh token' });
        issue(visit, user);
      },
    },
    {
      method: 'GET',
      path: /^\/me$/,
      handle: ({ request, response }) => {
        const token = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
        if (token === undefined || token.uses === 0) return answer(response, 401, { error: 'the token has run out' });
        token.uses -= 1;
        answer(response, 200, { user: token.user });
      },
    },
  ];
}
