/** What the API answered. */
export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or the text where it is none. */
  readonly body: unknown;
}

/** Asks by GET. */
export async function askApi(baseUrl: string, path: string, init: RequestInit = {}): Promise<Asked> {
  const response = await fetch(baseUrl + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type') === 'application/json';
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

/** Asks by POST of a form, as Grafana does. */
export function postApi(baseUrl: string, path: string, form: Readonly<Record<string, string>> | URLSearchParams): Promise<Asked> {
  return askApi(baseUrl, path, { method: 'POST', body: new URLSearchParams(form) });
}

/** The `data` of a success; throws Error for anything else. */
export function dataOf({ status, body }: Asked): unknown {
  const { status: said, data } = body as { readonly status?: unknown; readonly data?: unknown };
  if (status !== 200 || said !== 'success') throw new Error(`${status}: ${JSON.stringify(body)}`);
  return data;
}
