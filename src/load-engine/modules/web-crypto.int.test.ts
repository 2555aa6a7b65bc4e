import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { openFixture } from '../script/script-fixture.ts';

/** What the body of an async function logs. */
async function logsOf(body: string, top = ''): Promise<readonly string[]> {
  await using fixture = await openFixture(
    `${top} const text = (s) => new TextEncoder().encode(s); const hex = (b) => Array.from(new Uint8Array(b), (x) => x.toString(16).padStart(2, '0')).join('');
     const { subtle } = crypto; export default async function () { ${body} }`,
    { entry: 'script.js' },
  );
  const outcome = await fixture.iterate();
  return [...fixture.logs.map((line) => line.replace(/^info: /, '')), ...(outcome.kind === 'completed' ? [] : [JSON.stringify(outcome)])];
}

describe('crypto.subtle', () => {
  it('digests as Node does, in the init stage too', async () => {
    const logs = await logsOf(
      "for (const name of ['SHA-1', 'SHA-256', 'SHA-384', { name: 'SHA-512' }]) console.log(hex(await subtle.digest(name, text('abc')))); console.log(top);",
      "const top = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(3).buffer)).length;",
    );
    assert.deepEqual(logs, [...['sha1', 'sha256', 'sha384', 'sha512'].map((name) => createHash(name).update('abc').digest('hex')), '32']);
  });

  it('signs and verifies by HMAC, with a key that was imported', async () => {
    const logs = await logsOf(
      `const key = await subtle.importKey('raw', text('secret'), { name: 'HMAC', hash: 'SHA-256' }, true, ['sign', 'verify']);
       const mac = await subtle.sign('HMAC', key, text('data'));
       console.log(key.type, key.extractable, key.usages.join(), key.algorithm.hash.name, hex(mac), await subtle.verify('HMAC', key, mac, text('data')), await subtle.verify('HMAC', key, mac, text('date')));
       console.log(hex(await subtle.exportKey('raw', key)), (await subtle.exportKey('jwk', key)).k);`,
    );
    const mac = createHmac('sha256', 'secret').update('data').digest('hex');
    assert.deepEqual(logs, [`secret true sign,verify SHA-256 ${mac} true false`, `${Buffer.from('secret').toString('hex')} c2VjcmV0`]);
  });

  for (const [name, length, extra] of [
    ['AES-GCM', 256, "iv: crypto.getRandomValues(new Uint8Array(12)), additionalData: text('more')"],
    ['AES-CBC', 128, 'iv: crypto.getRandomValues(new Uint8Array(16))'],
    ['AES-CTR', 192, 'counter: new Uint8Array(16), length: 64'],
  ] as const) {
    it(`encrypts and decrypts by ${name}`, async () => {
      const logs = await logsOf(
        `const key = await subtle.generateKey({ name: '${name}', length: ${length} }, true, ['encrypt', 'decrypt']);
         const algorithm = { name: '${name}', ${extra} };
         const sealed = await subtle.encrypt(algorithm, key, text('hidden').buffer);
         console.log(new TextDecoder().decode(await subtle.decrypt(algorithm, key, sealed)), hex(sealed) !== hex(text('hidden')), (await subtle.exportKey('raw', key)).byteLength * 8);`,
      );
      assert.deepEqual(logs, [`hidden true ${length}`]);
    });
  }

  it('signs by ECDSA and by RSA, agrees by ECDH, and derives by PBKDF2', async () => {
    const logs = await logsOf(
      `const ec = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
       const sig = await subtle.sign({ name: 'ECDSA', hash: { name: 'SHA-256' } }, ec.privateKey, text('x'));
       const again = await subtle.importKey('jwk', await subtle.exportKey('jwk', ec.publicKey), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
       console.log(ec.privateKey.type, ec.publicKey.type, sig.byteLength, await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, again, sig, text('x')));
       const spki = await subtle.exportKey('spki', ec.publicKey);
       console.log((await subtle.importKey('spki', spki, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])).extractable);
       const [a, b] = [await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, false, ['deriveBits', 'deriveKey']), await subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, false, ['deriveBits', 'deriveKey'])];
       console.log(hex(await subtle.deriveBits({ name: 'ECDH', public: b.publicKey }, a.privateKey, 256)) === hex(await subtle.deriveBits({ name: 'ECDH', public: a.publicKey }, b.privateKey, 256)));
       const shared = await subtle.deriveKey({ name: 'ECDH', public: b.publicKey }, a.privateKey, { name: 'AES-GCM', length: 256 }, true, ['encrypt']);
       console.log(shared.algorithm.name, shared.algorithm.length);
       const password = await subtle.importKey('raw', text('password'), 'PBKDF2', false, ['deriveBits']);
       console.log(hex(await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 2 }, password, 256)));
       const rsa = await subtle.generateKey({ name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, true, ['sign', 'verify']);
       console.log(rsa.publicKey.algorithm.publicExponent.join(), await subtle.verify('RSASSA-PKCS1-v1_5', rsa.publicKey, await subtle.sign('RSASSA-PKCS1-v1_5', rsa.privateKey, text('x')), text('x')));`,
    );
    // PBKDF2-HMAC-SHA-256 of RFC 6070's second case, as its successors publish it.
    const derived = 'ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43';
    assert.deepEqual(logs, ['private public 64 true', 'false', 'true', 'AES-GCM 256', derived, '1,0,1 true']);
  });

  it('names what is wrong, and where', async () => {
    assert.match((await logsOf("await subtle.digest('MD5', text('x'));")).join(), /NotSupportedError: .*script\.js:2:\d+/);
    assert.match((await logsOf("await subtle.digest('SHA-1', 'text');")).join(), /takes an ArrayBuffer or a view/);
    assert.match((await logsOf("await subtle.sign('HMAC', {}, text('x'));")).join(), /not a CryptoKey/);
    assert.match(
      (
        await logsOf(
          "const k = await subtle.generateKey({ name: 'AES-GCM', length: 128 }, false, ['encrypt']); await subtle.exportKey('raw', k);",
        )
      ).join(),
      /InvalidAccessError/,
    );
  });
});
