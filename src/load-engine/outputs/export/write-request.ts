import protobuf from 'protobufjs';
import snappy from 'snappyjs';
import type { PrometheusSample } from './prometheus-samples.ts';

/**
 * The messages of Prometheus' remote write 1.0 that are used: https://prometheus.io/docs/specs/prw/remote_write_spec/.
 *
 * The value of a sample is a double there; eight bytes are eight bytes, and as an integer its bits are kept whatever they are.
 */
const SCHEMA = `syntax = "proto3";
message WriteRequest { repeated TimeSeries timeseries = 1; }
message TimeSeries { repeated Label labels = 1; repeated Sample samples = 2; repeated Exemplar exemplars = 3; }
message Label { string name = 1; string value = 2; }
message Sample { fixed64 value = 1; int64 timestamp = 2; }
message Exemplar { repeated Label labels = 1; double value = 2; int64 timestamp = 3; }`;

const writeRequest = protobuf.parse(SCHEMA).root.lookupType('WriteRequest');

/** The bits of a double, as protobufjs takes a fixed64. */
interface Bits {
  readonly low: number;
  readonly high: number;
  readonly unsigned: true;
}

/** A value with these bits says that its series has ended: the staleness marker of Prometheus, a NaN that arithmetic never makes. */
const STALE: Bits = { low: 2, high: 0x7ff00000, unsigned: true };

const view = new DataView(new ArrayBuffer(8));

/** Encodes samples of one moment, in milliseconds since 1970, as the body of a remote write. Labels are sorted by name, as the protocol demands. */
export function encodeWriteRequest(samples: readonly PrometheusSample[], atMs: number): Buffer {
  return encode(samples.map(({ labels, value, exemplar }) => oneSeries(labels, bitsOf(value), exemplar, atMs)));
}

/** Encodes that the series of these samples have ended at a moment. */
export function encodeStaleMarkers(samples: readonly PrometheusSample[], atMs: number): Buffer {
  return encode(samples.map(({ labels }) => oneSeries(labels, STALE, undefined, atMs)));
}

const encode = (timeseries: readonly object[]): Buffer =>
  Buffer.from(snappy.compress(writeRequest.encode(writeRequest.create({ timeseries })).finish()));

function oneSeries(labels: PrometheusSample['labels'], value: Bits, exemplar: PrometheusSample['exemplar'], atMs: number): object {
  const exemplars =
    exemplar === undefined
      ? []
      : [{ labels: pairs({ trace_id: exemplar.traceId }), value: exemplar.value, timestamp: Math.round(exemplar.atMs) }];
  return { labels: pairs(labels), samples: [{ value, timestamp: Math.round(atMs) }], exemplars };
}

function bitsOf(value: number): Bits {
  view.setFloat64(0, value, true);
  return { low: view.getInt32(0, true), high: view.getInt32(4, true), unsigned: true };
}

function pairs(labels: Readonly<Record<string, string>>): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(labels)
    .map(([name, value]) => ({ name, value }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
