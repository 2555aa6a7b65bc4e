import type { MetricDeclaration } from '../virtual-user.ts';

const counter = (name: string, contains: MetricDeclaration['contains'] = 'default'): MetricDeclaration => ({
  name,
  type: 'counter',
  contains,
});
const time = (name: string): MetricDeclaration => ({ name, type: 'trend', contains: 'time' });
const rate = (name: string): MetricDeclaration => ({ name, type: 'rate', contains: 'default' });
const gauge = (name: string): MetricDeclaration => ({ name, type: 'gauge', contains: 'default' });

/** The metrics that exist without a declaration, as https://grafana.com/docs/k6/latest/using-k6/metrics/reference/ lists them. */
export const BUILTIN_METRICS: readonly MetricDeclaration[] = [
  rate('checks'),
  counter('data_received', 'data'),
  counter('data_sent', 'data'),
  counter('dropped_iterations'),
  time('group_duration'),
  time('grpc_req_duration'),
  counter('grpc_streams'),
  counter('grpc_streams_msgs_received'),
  counter('grpc_streams_msgs_sent'),
  time('http_req_blocked'),
  time('http_req_connecting'),
  time('http_req_duration'),
  rate('http_req_failed'),
  time('http_req_receiving'),
  time('http_req_sending'),
  time('http_req_tls_handshaking'),
  time('http_req_waiting'),
  counter('http_reqs'),
  time('iteration_duration'),
  counter('iterations'),
  gauge('vus'),
  gauge('vus_max'),
  time('ws_connecting'),
  counter('ws_msgs_received'),
  counter('ws_msgs_sent'),
  time('ws_ping'),
  time('ws_session_duration'),
  counter('ws_sessions'),
];
