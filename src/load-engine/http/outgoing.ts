import type { RequestBody } from './request-body.ts';
import type { RequestParams } from './request-params.ts';

/** A request as a script asks for it. */
export interface Outgoing {
  readonly method: string;
  readonly address: string;
  /** The name that http.url gave it; '' for none. */
  readonly name: string;
  readonly params: RequestParams;
  readonly body: RequestBody;
}
