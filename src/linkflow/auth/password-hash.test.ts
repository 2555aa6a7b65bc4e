import assert from 'node:assert/strict';
import { cheapPasswordCost } from '../testing/cheap-password-cost.ts';
import { hashPassword, verifyPassword } from './password-hash.ts';

describe('hashPassword', () => {
  it('never gives the same text twice, and both are of the password', async () => {
    const [one, two] = [await hashPassword('correct horse', cheapPasswordCost), await hashPassword('correct horse', cheapPasswordCost)];
    assert.notEqual(one, two);
    assert.ok((await verifyPassword('correct horse', one)) && (await verifyPassword('correct horse', two)));
    assert.ok(!(await verifyPassword('correct horsf', one)));
  });

  it('takes the same letters in two encodings for the same password', async () => {
    const hash = await hashPassword('caf\u00e9 au lait', cheapPasswordCost);
    assert.ok(await verifyPassword('cafe\u0301 au lait', hash));
  });

  it('knows the known answer of RFC 7914 §12', async () => {
    const salt = Buffer.from('NaCl').toString('base64url');
    // The first 32 of the 64 bytes that the RFC gives for N = 1024, r = 8, p = 16: scrypt's last step is PBKDF2, whose blocks are 32 bytes.
    const key = Buffer.from('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162', 'hex').toString('base64url');
    assert.ok(await verifyPassword('password', `scrypt$10$8$16$${salt}$${key}`));
  });

  it('throws for a damaged hash, instead of calling it a wrong password', async () => {
    await assert.rejects(verifyPassword('x', 'md5$abc'), /damaged/);
  });
});
