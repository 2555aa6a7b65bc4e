import { answerJson, type TargetRoute } from './target-exchange.ts';

/** Routes that set cookies and tell which came back. */
export const cookieRoutes: Readonly<Record<string, TargetRoute>> = {
  /** /cookies tells them; /cookies/set?session=abc&attributes=Path=/;HttpOnly sets them, with the same attributes each. */
  cookies: (exchange) => {
    const { parts, query, request, response } = exchange;
    if (parts[0] === 'set') {
      const attributes = query.get('attributes');
      const pairs = Array.from(query).filter(([name]) => name !== 'attributes');
      response.setHeader(
        'set-cookie',
        pairs.map(([name, value]) => `${name}=${value}${attributes === null ? '' : `; ${attributes}`}`),
      );
    }
    answerJson(exchange, { cookies: cookiesOf(request.headers.cookie ?? '') });
  },
};

function cookiesOf(header: string): Readonly<Record<string, string>> {
  const pairs = header.split('; ').filter((pair) => pair !== '');
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}
