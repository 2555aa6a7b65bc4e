// GraphQL: queries and mutations by one address, told apart by tags; errors come with status 200 and must be looked for.
import { check } from 'k6';
import http from 'k6/http';
import { Rate } from 'k6/metrics';

const errors = new Rate('graphql_errors');

export const options = {
  vus: 4,
  iterations: 100,
  thresholds: {
    graphql_errors: ['rate<0.01'],
    'http_req_duration{operation:items}': ['p(95)<400'],
    'http_reqs{operation:createItem}': ['count>=1'],
    checks: ['rate==1'],
  },
};

const ITEMS = `query items($first: Int!) {
  items(first: $first) { id name price }
}`;

const CREATE = `mutation createItem($name: String!, $price: Float) {
  createItem(name: $name, price: $price) { id name }
}`;

function graphql(operation, query, variables) {
  const res = http.post(`${__ENV.BASE_URL}/graphql`, JSON.stringify({ query, variables }), {
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    tags: { operation, name: `graphql ${operation}` },
  });
  const body = res.json();
  errors.add(res.status !== 200 || body.errors !== undefined);
  return body.data;
}

export default function () {
  const { items } = graphql('items', ITEMS, { first: 3 });
  check(items, { 'has as many as were asked for': (list) => list.length === 3 && list.every(({ id, name }) => id > 0 && name) });
  if (__ITER % 2 === 0) {
    const { createItem } = graphql('createItem', CREATE, { name: `by ${__VU}`, price: 9.5 });
    check(createItem, { created: (item) => item.name === `by ${__VU}` });
  }
}
