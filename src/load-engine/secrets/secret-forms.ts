/** Inside of longer base64 a short secret leaves so few letters of its own that they could be anybody's. */
const SHORTEST_INSIDE = 8;

/** The texts in which a secret may show: as it is, in JSON, in addresses and forms, and in base64, also as a part of something longer (`user:secret`). */
export function secretForms(secret: string): readonly string[] {
  const encoded = percentEncoded(secret);
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
    new URLSearchParams([['', secret]]).toString().slice(1),
    ...escapedByUrl(secret),
    ...base64Forms(Buffer.from(secret)),
  ];
  return [...new Set(forms)];
}

/** A lone surrogate has no UTF-8, and so no such form. */
function percentEncoded(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text;
}

/** Characters that the parser of addresses escapes in each part of one, where a script puts a secret there as it is; all others it leaves alone (https://url.spec.whatwg.org/#percent-encoded-bytes). */
const URL_ESCAPES = {
  query: /[^\x21\x23-\x3b\x3d\x3f-\x7e]/gu,
  specialQuery: /[^\x21\x23-\x26\x28-\x3b\x3d\x3f-\x7e]/gu,
  fragment: /[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7e]/gu,
  path: /[^\x21\x23-\x3b\x3d\x3f-\x5d\x5f\x61-\x7a\x7c\x7e]/gu,
};

function escapedByUrl(secret: string): readonly string[] {
  if (!secret.isWellFormed()) return [];
  return Object.values(URL_ESCAPES).map((escaped) => secret.replace(escaped, escapeBytes));
}

const escapeBytes = (text: string): string =>
  Array.from(Buffer.from(text), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

function base64Forms(bytes: Buffer): readonly string[] {
  const whole = bytes.toString('base64');
  const inside = bytes.length < SHORTEST_INSIDE ? [] : [0, 1, 2].map((before) => base64Inside(bytes, before));
  return [whole, whole.replace(/=+$/, ''), ...inside].flatMap((form) => [form, form.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** The letters that depend on the secret alone where `before` bytes (modulo 3) stand in front of it: six bits make a letter. */
function base64Inside(bytes: Buffer, before: number): string {
  const padded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
  return padded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
}
