import { randomBytes } from 'node:crypto';
import { digestAuthorization } from './digest-authorization.ts';
import { type DigestChallenge, digestChallenge } from './digest-challenge.ts';
import type { ExpectedStatuses } from './expected-statuses.ts';
import type { Flight } from './flight.ts';
import type { Hop } from './hop.ts';
import type { SendHop } from './hop-sender.ts';
import type { Outgoing } from './outgoing.ts';
import type { ResponseRecord } from './response-record.ts';

/** k6 always expects a request with digest to get this first: https://grafana.com/docs/k6/latest/javascript-api/k6-http/set-response-callback/ */
const unauthorized: ExpectedStatuses = [{ min: 401, max: 401 }];

/** Sends the hops of one request with digest authentication: as k6 does, each request asks for a challenge first, and that is a request of its own. */
export class DigestSender {
  readonly #send: SendHop;
  readonly #outgoing: Outgoing;
  readonly #flight: Flight;
  /** The challenge that holds for an origin, and how often it was answered. */
  readonly #known = new Map<string, { readonly challenge: DigestChallenge; count: number }>();

  constructor(send: SendHop, outgoing: Outgoing, flight: Flight) {
    this.#send = send;
    this.#outgoing = outgoing;
    this.#flight = flight;
  }

  /** Sends one hop: asks for a challenge where none is known for its origin, answers it, and answers a new one once where the nonce was stale. */
  async send(hop: Hop): Promise<ResponseRecord> {
    const { credentials, origin } = hop.target;
    if (credentials === undefined) return this.#send(this.#outgoing, hop, this.#flight);
    if (!this.#known.has(origin)) {
      const first = await this.#send(this.#outgoing, hop, this.#flight, { expected: unauthorized });
      if (!this.#learn(origin, first)) return first;
    }
    const answer = await this.#answer(hop, credentials);
    const stale = answer.exchanged.status === 401 && digestChallenge(answer.exchanged.headers)?.stale === true;
    return stale && this.#learn(origin, answer) ? this.#answer(hop, credentials) : answer;
  }

  #learn(origin: string, { exchanged }: ResponseRecord): boolean {
    const challenge = exchanged.status === 401 ? digestChallenge(exchanged.headers) : undefined;
    if (challenge === undefined) return false;
    this.#known.set(origin, { challenge, count: 0 });
    return true;
  }

  #answer(hop: Hop, { user, password }: { readonly user: string; readonly password: string }): Promise<ResponseRecord> {
    const known = this.#known.get(hop.target.origin);
    if (known === undefined) return this.#send(this.#outgoing, hop, this.#flight);
    known.count += 1;
    const authorization = digestAuthorization(known.challenge, {
      user,
      password,
      method: hop.method,
      uri: hop.target.path,
      body: hop.body.content ?? '',
      count: known.count,
      cnonce: randomBytes(16).toString('hex'),
    });
    return this.#send(this.#outgoing, hop, this.#flight, { authorization });
  }
}
