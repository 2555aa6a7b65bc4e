import { request } from 'undici';

/** What the API answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** One request as a test makes it; `json` is sent as JSON, `raw` as it is. */
export interface Asked {
  readonly method?: 'GET' | 'POST' | 'DELETE' | 'PUT';
  readonly token?: string;
  readonly json?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function parsed(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

/** Makes a request and reads its JSON answer. */
export async function call(url: string, { method = 'GET', token, json, raw, headers = {} }: Asked = {}): Promise<Answered> {
  const body = json === undefined ? raw : JSON.stringify(json);
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await request(url, {
    method,
    headers: { ...type, ...authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: parsed(await answer.body.text()) };
}
