import assert from 'node:assert/strict';
import { webhookHeaders } from './webhook-signature.ts';

describe('webhookHeaders', () => {
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', atMs: 1_614_265_330_999, body: '{"test": 2432232314}' };

  it('signs as the example that goes with the specification', () => {
    assert.deepEqual(webhookHeaders({ ...message, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }), {
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('takes a secret without prefix as text, and signs every part', () => {
    const signatures = [{}, { secret: 'plaim' }, { id: 'other' }, { atMs: 0 }, { body: '' }].map(
      (change) => webhookHeaders({ ...message, secret: 'plain', ...change })['webhook-signature'],
    );
    assert.equal(new Set(signatures).size, signatures.length);
  });
});
