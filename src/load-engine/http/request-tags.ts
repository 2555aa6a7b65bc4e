import type { VuTags } from '../modules/vu-tags.ts';
import type { Tags } from '../virtual-user.ts';
import type { RequestParams } from './request-params.ts';
import type { ResponseRecord } from './response-record.ts';

/** Gives the samples of requests their tags: the same object for the same kind of request and answer. */
export class RequestTags {
  readonly #tags: VuTags;
  readonly #numbers = new WeakMap<RequestParams, number>();
  readonly #wantsIp: boolean;
  #next = 0;

  constructor(tags: VuTags) {
    this.#tags = tags;
    this.#wantsIp = tags.wants('ip');
  }

  /** `name` is what http.url made of the address, '' for none; `asExpected` undefined where the script measures no failures. */
  of(params: RequestParams, name: string, record: ResponseRecord, asExpected: boolean | undefined): Tags {
    const { exchanged, target, method, tlsVersion, version } = record;
    const ip = this.#wantsIp ? record.remoteIp : '';
    const label = params.tags['name'] ?? (name === '' ? target.href : name);
    const key = `${this.#number(params)}|${method}|${label}|${exchanged.status}|${asExpected}|${version}${tlsVersion}|${ip}|${exchanged.failure?.message ?? ''}`;
    return this.#tags.variant(key, () => ({ user: params.tags, system: systemTags(record, label, asExpected) }));
  }

  #number(params: RequestParams): number {
    const known = this.#numbers.get(params);
    if (known !== undefined) return known;
    this.#next += 1;
    this.#numbers.set(params, this.#next);
    return this.#next;
  }
}

function systemTags(
  { exchanged, method, errorCode, tlsVersion, version, remoteIp, ocsp }: ResponseRecord,
  label: string,
  asExpected: boolean | undefined,
): Tags {
  const { status, failure } = exchanged;
  return {
    method,
    // k6 gives url the name's value, so that neither makes a series of an id.
    url: label,
    name: label,
    status: String(status),
    ...(status === 0 ? {} : { proto: version }),
    ...(tlsVersion === '' ? {} : { tls_version: tlsVersion, ocsp_status: ocsp?.status ?? 'unknown' }),
    ...(remoteIp === '' ? {} : { ip: remoteIp }),
    ...(asExpected === undefined ? {} : { expected_response: String(asExpected) }),
    ...(errorCode === 0 ? {} : { error_code: String(errorCode) }),
    ...(failure === undefined ? {} : { error: failure.message }),
  };
}
