/** One value of DER with the parts of its content. */
export const der = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
};
/** A GeneralizedTime: `20260102030405Z`. */
export const ocspTime = (text: string): Buffer => der(0x18, Buffer.from(text));

/** A response as RFC 6960, section 4.2.1, lays it out, with this certStatus. */
export function ocspResponse(certStatus: Buffer, ...next: readonly Buffer[]): Buffer {
  const single = der(0x30, der(0x30, Buffer.alloc(80)), certStatus, ocspTime('20260102030405Z'), ...next);
  const data = der(0x30, der(0xa2, der(0x04, Buffer.alloc(20))), ocspTime('20260101000000Z'), der(0x30, single));
  const basic = der(0x30, data, der(0x30), der(0x03, Buffer.alloc(200)));
  return der(0x30, der(0x0a, Buffer.from([0])), der(0xa0, der(0x30, der(0x06, Buffer.alloc(9)), der(0x04, basic))));
}
