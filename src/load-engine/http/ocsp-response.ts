/** What a server stapled about its certificate (RFC 6960); times in milliseconds since 1970, 0 where absent. */
export interface OcspFacts {
  readonly status: 'good' | 'revoked' | 'unknown' | 'server_failed';
  readonly producedAt: number;
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  readonly revokedAt: number;
  /** '' where it was not revoked. */
  readonly revocationReason: string;
}

interface Node {
  readonly tag: number;
  readonly content: Buffer;
}

/** CRLReason of RFC 5280, section 5.3.1, as k6 names them; 7 is unused. */
const reasons = [
  'unspecified',
  'key_compromise',
  'ca_compromise',
  'affiliation_changed',
  'superseded',
  'cessation_of_operation',
  'certificate_hold',
  '',
  'remove_from_crl',
  'privilege_withdrawn',
  'aa_compromise',
];

const nothing = { producedAt: 0, thisUpdate: 0, nextUpdate: 0, revokedAt: 0, revocationReason: '' } as const;

/** Reads the first answer of an OCSP response in DER; `server_failed` where the responder had none, or it can't be read. Its signature is not looked at. */
export function readOcspResponse(der: Buffer): OcspFacts {
  try {
    return readSingleResponse(der);
  } catch {
    return { status: 'server_failed', ...nothing };
  }
}

function readSingleResponse(der: Buffer): OcspFacts {
  const [outer] = nodes(der);
  const [responseStatus, bytes] = nodes(part(outer));
  if (part(responseStatus)[0] !== 0) return { status: 'server_failed', ...nothing };
  const [, basic] = nodes(part(nodes(part(bytes))[0]));
  const [data] = nodes(part(nodes(part(basic))[0]));
  // A version and the responder's name stand before the time; the time is the first of its kind.
  const fields = nodes(part(data));
  const producedAt = fields.find(({ tag }) => tag === generalizedTime);
  const responses = fields.find(({ tag }, index) => tag === sequence && index > fields.indexOf(producedAt ?? { tag: 0, content: der }));
  const [, status, thisUpdate, nextUpdate] = nodes(part(nodes(part(responses))[0]));
  return {
    ...certificateStatus(status),
    producedAt: timeOf(producedAt),
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: nextUpdate?.tag === 0xa0 ? timeOf(nodes(nextUpdate.content)[0]) : 0,
  };
}

const [generalizedTime, sequence] = [0x18, 0x30];

function certificateStatus(status: Node | undefined): Pick<OcspFacts, 'status' | 'revokedAt' | 'revocationReason'> {
  if (status?.tag === 0x80) return { status: 'good', revokedAt: 0, revocationReason: '' };
  if (status?.tag !== 0xa1) return { status: 'unknown', revokedAt: 0, revocationReason: '' };
  const [revokedAt, reason] = nodes(status.content);
  const code = reason === undefined ? 0 : (nodes(reason.content)[0]?.content[0] ?? 0);
  return { status: 'revoked', revokedAt: timeOf(revokedAt), revocationReason: reasons[code] ?? '' };
}

function part(node: Node | undefined): Buffer {
  if (node === undefined) throw new Error('the OCSP response ends too early');
  return node.content;
}

/** Takes DER apart by one level. */
function nodes(der: Buffer): readonly Node[] {
  const found: Node[] = [];
  for (let at = 0; at < der.length; ) {
    const { from, length } = contentOf(der, at);
    if (from + length > der.length) throw new Error('the OCSP response is cut off');
    found.push({ tag: der.readUInt8(at), content: der.subarray(from, from + length) });
    at = from + length;
  }
  return found;
}

function contentOf(der: Buffer, at: number): { readonly from: number; readonly length: number } {
  const first = der.readUInt8(at + 1);
  if (first < 0x80) return { from: at + 2, length: first };
  const bytes = first & 0x7f;
  return { from: at + 2 + bytes, length: der.readUIntBE(at + 2, bytes) };
}

/** `20260102030405Z` in milliseconds since 1970. */
function timeOf(node: Node | undefined): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(node?.content.toString('latin1') ?? '');
  if (parts === null) return 0;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
