import { z } from 'zod';
import { flag, text, word } from './config-values.ts';

/** The keys of TLS to a server. */
export const TLS_SCHEMA = z
  .strictObject({
    ca_file: text.optional(),
    cert_file: text.optional(),
    key_file: text.optional(),
    server_name: text.optional(),
    insecure_skip_verify: flag.default(false),
  })
  .readonly();

/** The keys by which all of Prometheus' HTTP clients are configured, as far as the engine acts on them. */
export const HTTP_CLIENT_SHAPE = {
  basic_auth: z.strictObject({ username: text.default(''), password: text.optional(), password_file: word.optional() }).nullish(),
  authorization: z
    .strictObject({ type: text.default('Bearer'), credentials: text.optional(), credentials_file: word.optional() })
    .nullish(),
  bearer_token: word.optional(),
  bearer_token_file: word.optional(),
  tls_config: TLS_SCHEMA.nullish(),
  follow_redirects: flag.default(true),
  // Asked for or not, the engine speaks HTTP/1.1, which every target does; the answer is the same.
  enable_http2: flag.optional(),
} as const;

const HTTP_CLIENT_SCHEMA = z.object(HTTP_CLIENT_SHAPE);

export type HttpClientKeys = z.output<typeof HTTP_CLIENT_SCHEMA>;
