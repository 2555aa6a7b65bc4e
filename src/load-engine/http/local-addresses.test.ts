import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import * as fc from 'fast-check';
import { localAddresses } from './local-addresses.ts';

const first = (option: string, count: number): readonly (string | undefined)[] =>
  Array.from({ length: count }, (_, index) => localAddresses(option).of(index + 1));

describe('localAddresses', () => {
  it('gives them out by turns: addresses, ranges and networks', () => {
    assert.deepEqual(first('10.0.0.9, 10.0.1.254-10.0.2.1,192.168.5.4/30', 8), [
      '10.0.0.9',
      '10.0.1.254',
      '10.0.1.255',
      '10.0.2.0',
      '10.0.2.1',
      '192.168.5.5',
      '192.168.5.6',
      '10.0.0.9',
    ]);
  });

  it('takes IPv6, and networks too large to list', () => {
    assert.deepEqual(first('fd00::1-fd00::2', 3), ['fd00:0:0:0:0:0:0:1', 'fd00:0:0:0:0:0:0:2', 'fd00:0:0:0:0:0:0:1']);
    assert.equal(localAddresses('fd00:1:2:3::/64').of(65_537), 'fd00:1:2:3:0:0:1:0');
    assert.deepEqual(first('10.0.0.0/31', 2), ['10.0.0.0', '10.0.0.1']);
  });

  it('gives none where the test names none', () => {
    for (const option of [undefined, '', ' ']) assert.equal(localAddresses(option).of(1), undefined);
  });

  it('refuses what is none of them', () => {
    for (const option of ['10.0.0.1-', '10.0.0.9-10.0.0.1', '10.0.0.0/33', 'eth0', '10.0.0.1-fd00::1', 'fd00::/129']) {
      assert.throws(() => localAddresses(option), /^ScriptRefused: options\.localIPs: .* is neither an address/, option);
    }
  });

  it('gives only addresses, whoever asks', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), fc.nat(), (address, bits, vu) => {
        assert.equal(isIP(localAddresses(`${address}/${bits}`).of(vu) ?? ''), 4);
      }),
    );
  });
});
