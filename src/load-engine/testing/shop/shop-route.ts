import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request to the shop. */
export interface ShopVisit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** The part of the path that the route's pattern has in brackets. */
  readonly id: string;
  readonly body: Buffer;
}

/** What the shop does at a place. A body that can't be read makes it throw, which is answered with 400. */
export interface ShopRoute {
  readonly method: string;
  readonly path: RegExp;
  readonly handle: (visit: ShopVisit) => void | Promise<void>;
}

/** Answers JSON; nothing with 204. */
export function answer(response: ServerResponse, status: number, value?: unknown): void {
  response.statusCode = status;
  if (value === undefined) return void response.end();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value));
}

/** The body as a JSON object. */
export function jsonOf({ body }: ShopVisit): Readonly<Record<string, unknown>> {
  return JSON.parse(body.toString()) as Readonly<Record<string, unknown>>;
}
