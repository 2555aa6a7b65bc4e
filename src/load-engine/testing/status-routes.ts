import { answerRaw, answerText, numberPart, streamOf, type TargetExchange, type TargetRoute } from './target-exchange.ts';

/** Sends an answer on with a Location. */
function sendOn({ response }: TargetExchange, location: string, status: number): void {
  response.statusCode = status;
  response.setHeader('location', location);
  response.end('moved');
}

/** Routes about statuses: by number, redirects, and those that have no body. */
export const statusRoutes: Readonly<Record<string, TargetRoute>> = {
  /** /status/404 */
  status: (exchange) => answerText(exchange, 'status', numberPart(exchange, 0, 200)),

  /** /redirect/3?status=302: three redirects, then /echo. */
  redirect: (exchange) => {
    const left = numberPart(exchange, 0, 1);
    const status = Number(exchange.query.get('status') ?? 302);
    sendOn(exchange, left <= 1 ? '/echo' : `/redirect/${left - 1}?status=${status}`, status);
  },

  /** /redirect-to?to=http://elsewhere/&status=307 */
  'redirect-to': (exchange) => sendOn(exchange, exchange.query.get('to') ?? '/echo', Number(exchange.query.get('status') ?? 302)),

  /** Leads to itself for ever. */
  'redirect-loop': (exchange) => sendOn(exchange, '/redirect-loop', 302),

  /** /no-body/204: a status that has no body, with a body all the same where ?body is given. */
  'no-body': (exchange) => {
    const status = numberPart(exchange, 0, 204);
    if (exchange.query.has('body') && streamOf(exchange) === undefined) {
      return answerRaw(exchange, `HTTP/1.1 ${status} Odd\r\nContent-Length: 4\r\n\r\nodd!`);
    }
    exchange.response.writeHead(status).end();
  },

  /** /hints/2: two answers with status 103 before the real one. */
  hints: (exchange) => {
    const link = '</style.css>; rel=preload';
    for (let index = 0; index < numberPart(exchange, 0, 1); index += 1) exchange.response.writeEarlyHints({ link });
    answerText(exchange, 'after hints');
  },
};
