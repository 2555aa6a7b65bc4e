// Calls of a gRPC service over one connection a user: a level of stock that is there, and one that must not be found.
import { check } from 'k6';
import grpc from 'k6/net/grpc';

const client = new grpc.Client();
client.load(['./data'], 'stock.proto');

export const options = {
  scenarios: {
    stock: { executor: 'per-vu-iterations', vus: Number(__ENV.VUS || 10), iterations: Number(__ENV.ITERATIONS || 100), maxDuration: '5m' },
  },
  thresholds: {
    'grpc_req_duration{kind:found}': ['p(95)<300'],
    checks: ['rate==1'],
    iterations: ['count>=1'],
  },
};

const ADDRESS = __ENV.GRPC_ADDRESS || 'localhost:50051';

export default function () {
  if (__ITER === 0) client.connect(ADDRESS, { plaintext: true, timeout: '5s' });

  const found = client.invoke('stock.Stock/Count', { sku: `A-${__ITER}` }, { tags: { kind: 'found' }, metadata: { 'x-tenant': 'shop' } });
  check(found, {
    'is there': (r) => r && r.status === grpc.StatusOK,
    'is the right one': (r) => r.message.sku === `A-${__ITER}` && r.message.inStock === 7,
  });

  const missing = client.invoke('stock.Stock/Count', { sku: 'nothing' }, { tags: { kind: 'missing' } });
  check(missing, { 'is not found': (r) => r.status === grpc.StatusNotFound && r.error.message.includes('nothing') });
}
