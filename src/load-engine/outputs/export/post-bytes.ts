import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { messageOf } from '../../message-of.ts';

/** One body for a receiver. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Whether a certificate that nobody vouches for will do. */
  readonly trustAnyCertificate: boolean;
  readonly signal: AbortSignal;
}

/** Why a body was not taken, and whether it is worth another try. */
export interface PostProblem {
  readonly problem: string;
  readonly retryable: boolean;
}

/** What is read of an answer: enough of a receiver's reason for a line of a log. */
const MOST_TEXT = 200;

/**
 * Posts a body; answers undefined where it was taken, with a status of 200 to 299. Never rejects.
 *
 * Redirects are not followed, for they would carry credentials to another host; the address is told by its origin alone.
 */
export async function postBytes(post: Post): Promise<PostProblem | undefined> {
  const { origin } = new URL(post.url);
  try {
    const { status, text } = await exchange(post);
    if (status >= 200 && status < 300) return undefined;
    const redirected = status >= 300 && status < 400 ? ', and redirects are not followed' : '';
    const retryable = status >= 500 || status === 429;
    return { problem: `${origin} answered ${status}${redirected}${text === '' ? '' : `: ${text}`}`, retryable };
  } catch (error) {
    const why = post.signal.aborted ? 'it did not answer in time' : messageOf(error);
    return { problem: `${origin} could not be reached: ${why}`, retryable: true };
  }
}

function exchange({ url, headers, body, trustAnyCertificate, signal }: Post): Promise<{ readonly status: number; readonly text: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const options = { method: 'POST', headers: { ...headers, 'Content-Length': String(body.byteLength) }, signal };
  const sent = url.startsWith('https:')
    ? requestHttps(url, { ...options, rejectUnauthorized: !trustAnyCertificate })
    : requestHttp(url, options);
  sent.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      if (text.length < MOST_TEXT) text = (text + chunk).slice(0, MOST_TEXT);
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, text: text.trim() }));
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
