import { createHmac } from 'node:crypto';

/**
 * The headers by which a receiver knows a notice again and knows that it is ours, after the Standard Webhooks specification
 * (standardwebhooks.com): `webhook-id`, `webhook-timestamp` in seconds, and `webhook-signature`, an HMAC-SHA256 over all three parts.
 *
 * Without a secret there is no signature. A secret with the prefix `whsec_` is base64, any other is taken as text. The secret itself is never sent.
 */
export function webhookHeaders(message: {
  readonly id: string;
  readonly atMs: number;
  readonly body: string;
  readonly secret: string | undefined;
}): Readonly<Record<string, string>> {
  const { id, body, secret } = message;
  const timestamp = String(Math.floor(message.atMs / 1000));
  if (secret === undefined) return { 'webhook-id': id, 'webhook-timestamp': timestamp };
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
