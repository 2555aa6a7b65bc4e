import { authorizationHeader } from '../../scrape/authorization-header.ts';
import { describeFailure } from '../../scrape/describe-failure.ts';
import type { HttpClientConfig } from '../../scrape/http-client-config.ts';
import type { OutgoingAlert } from '../evaluate/outgoing-alert.ts';
import type { HttpPost } from './http-post.ts';

/** What became of alerts that were sent. `refused`: they will never be taken as they are. `failed`: to be tried again. */
export type PostOutcome = { readonly kind: 'taken' } | { readonly kind: 'refused' | 'failed'; readonly problem: string };

/** An Alertmanager, or anything that takes alerts as it does. */
export interface AlertmanagerTarget {
  /** Where alerts are posted, whole: http://127.0.0.1:9093/api/v2/alerts. */
  readonly url: string;
  /** How long one request may take. */
  readonly timeoutMs: number;
  readonly http: Pick<HttpClientConfig, 'basicAuth' | 'authorization' | 'tls'>;
}

export interface PostOptions {
  readonly target: AlertmanagerTarget;
  /** The request's deadline. */
  readonly signal: AbortSignal;
  readonly post: HttpPost;
}

const PROBLEM_LENGTH = 300;

/** Sends alerts in one request. Never rejects: what goes wrong is the outcome, without any secret. */
export async function postAlerts(alerts: readonly OutgoingAlert[], { target, signal, post }: PostOptions): Promise<PostOutcome> {
  try {
    const authorization = await authorizationHeader(target.http, signal);
    const secret = authorization === undefined ? {} : { authorization };
    const headers = { 'content-type': 'application/json', 'user-agent': 'sluice-rules', ...secret };
    const { status, text } = await post(target.url, { headers, body: JSON.stringify(alerts.map(toBody)), signal, tls: target.http.tls });
    if (status >= 200 && status < 300) return { kind: 'taken' };
    const told = text.trim().slice(0, PROBLEM_LENGTH);
    return { kind: isFinal(status) ? 'refused' : 'failed', problem: `it answered ${status}${told === '' ? '' : `: ${told}`}` };
  } catch (error) {
    return { kind: 'failed', problem: error instanceof Error ? describeFailure(error) : String(error) };
  }
}

/** 401, 403, 404, 408 and 429 may be mended on either side; what else is a client's error lies in the alerts. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 403, 404, 408, 429].includes(status);
}

function toBody({ labels, annotations, startsAtMs, endsAtMs, generatorUrl }: OutgoingAlert): unknown {
  const [startsAt, endsAt] = [startsAtMs, endsAtMs].map((ms) => new Date(ms).toISOString());
  return { labels, annotations, startsAt, endsAt, generatorURL: generatorUrl };
}
