import protobuf from 'protobufjs';
import snappy from 'snappyjs';
import type { PrometheusSample } from './prometheus-samples.ts';

/** The messages of Prometheus' remote write 1.0 that are used: https://prometheus.io/docs/specs/prw/remote_write_spec/. */
const SCHEMA = `syntax = "proto3";
message WriteRequest { repeated TimeSeries timeseries = 1; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; }
message Label { string name = 1; string value = 2; }
message Sample { double value = 1; int64 timestamp = 2; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }`;

const writeRequest = protobuf.parse(SCHEMA).root.lookupType('WriteRequest');

/** Encodes samples of one moment, in milliseconds since 1970, as the body of a remote write. Labels are sorted by name, as the protocol demands. */
export function encodeWriteRequest(samples: readonly PrometheusSample[], atMs: number): Buffer {
  const timestamp = Math.round(atMs);
  const timeseries = samples.map(({ labels, value, exemplar }) => ({
    labels: pairs(labels),
    samples: [{ value, timestamp }],
    exemplars:
      exemplar === undefined
        ? []
        : [{ labels: pairs({ trace_id: exemplar.traceId }), value: exemplar.value, timestamp: Math.round(exemplar.atMs) }],
  }));
  return Buffer.from(snappy.compress(writeRequest.encode(writeRequest.create({ timeseries })).finish()));
}

function pairs(labels: Readonly<Record<string, string>>): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(labels)
    .map(([name, value]) => ({ name, value }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A sample of this value says that its series has ended: the staleness marker of Prometheus, a NaN with bits of its own. */
export const STALE: number = new DataView(new BigUint64Array([0x7ff0000000000002n]).buffer).getFloat64(0, true);
