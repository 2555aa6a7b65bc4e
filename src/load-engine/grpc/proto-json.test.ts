import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { Type } from 'protobufjs';
import { grpcLibraries } from './grpc-libraries.ts';
import type { PlainMessage } from './plain-message.ts';
import { ProtoLibrary } from './proto-library.ts';
import { readMessage } from './read-message.ts';
import { showMessage } from './show-message.ts';

const source = `
  syntax = "proto3"; package t;
  import "google/protobuf/any.proto"; import "google/protobuf/duration.proto"; import "google/protobuf/timestamp.proto"; import "google/protobuf/struct.proto";
  import "google/protobuf/wrappers.proto"; import "google/protobuf/field_mask.proto"; import "google/protobuf/empty.proto"; import "google/api/annotations.proto";
  enum Colour { COLOUR_NONE = 0; RED = 1; }
  message Inner { string the_name = 1; }
  message All {
    string text_field = 1; int32 small = 2; int64 big = 3; uint64 ubig = 4; bool yes = 5; bytes raw = 6; float single = 7; double twice = 8; Colour colour = 9;
    repeated int32 numbers = 10; map<string, Inner> by_name = 11; map<int64, string> by_number = 12; map<bool, int32> by_truth = 13; Inner inner = 14;
    oneof choice { string left = 15; Inner right = 16; } optional string maybe = 17; string renamed = 18 [json_name = "other"]; fixed32 field_1 = 19; map<uint64, int32> by_unsigned = 20;
  }
  message Known {
    google.protobuf.Any any = 1; google.protobuf.Duration duration = 2; google.protobuf.Timestamp time = 3; google.protobuf.Struct struct = 4; google.protobuf.Value value = 5;
    google.protobuf.ListValue list = 6; google.protobuf.StringValue text = 7; google.protobuf.Int64Value number = 8; google.protobuf.BoolValue truth = 9; google.protobuf.FieldMask mask = 10;
    google.protobuf.Empty empty = 11; repeated google.protobuf.Timestamp times = 12; google.protobuf.NullValue nothing = 13; google.protobuf.BytesValue bytes = 14;
  }`;

function through(type: Type, json: unknown): unknown {
  return showMessage(type, type.decode(type.encode(readMessage(type, json)).finish()) as unknown as PlainMessage);
}

describe('the JSON form of protobuf messages', () => {
  let all: Type;
  let known: Type;
  before(() => {
    const root = new ProtoLibrary().root([{ kind: 'files', importPaths: [], files: ['t.proto'] }], grpcLibraries(), (path) => {
      if (path === 't.proto') return Buffer.from(source);
      throw new Error(path, { cause: { code: 'ENOENT' } });
    });
    all = root.lookupType('t.All');
    known = root.lookupType('t.Known');
  });

  it('shows what was not sent by its default, in lowerCamelCase', () => {
    assert.deepEqual(through(all, {}), {
      textField: '',
      small: 0,
      big: '0',
      ubig: '0',
      yes: false,
      raw: '',
      single: 0,
      twice: 0,
      colour: 'COLOUR_NONE',
      numbers: [],
      byName: {},
      byNumber: {},
      byTruth: {},
      byUnsigned: {},
      inner: null,
      other: '',
      field1: 0,
    });
  });

  it('takes both names of a field, and gives back what it took', () => {
    const shown = through(all, {
      text_field: 'a',
      small: '-7',
      big: '-9223372036854775808',
      ubig: '18446744073709551615',
      yes: true,
      raw: 'AAH_',
      single: 0.1,
      twice: 'Infinity',
      colour: 'RED',
      numbers: [1, 2],
      byName: { x: { theName: 'y' } },
      by_number: { '-1': 'minus' },
      byTruth: { true: 1, false: 2 },
      byUnsigned: { '18446744073709551615': 3 },
      inner: {},
      right: { the_name: 'r' },
      maybe: '',
      other: 'o',
      field_1: 4,
    });
    assert.deepEqual(shown, {
      textField: 'a',
      small: -7,
      big: '-9223372036854775808',
      ubig: '18446744073709551615',
      yes: true,
      raw: 'AAH/',
      single: 0.1,
      twice: 'Infinity',
      colour: 'RED',
      numbers: [1, 2],
      byName: { x: { theName: 'y' } },
      byNumber: { '-1': 'minus' },
      byTruth: { true: 1, false: 2 },
      byUnsigned: { '18446744073709551615': 3 },
      inner: { theName: '' },
      right: { theName: 'r' },
      maybe: '',
      other: 'o',
      field1: 4,
    });
  });

  it('gives well-known types their own form', () => {
    const json = {
      any: { '@type': 'type.googleapis.com/t.Inner', theName: 'n' },
      duration: '-1.500s',
      time: '2026-02-03T04:05:06.120Z',
      struct: { a: [1, 'x', null, true, { b: {} }] },
      value: null,
      list: [1, []],
      text: '',
      number: '42',
      truth: false,
      mask: 'aB,c',
      empty: {},
      times: ['1969-12-31T23:59:59.000000001Z', '2026-02-03T04:05:06Z'],
      nothing: null,
      bytes: 'AA==',
    };
    assert.deepEqual(through(known, json), json);
    assert.deepEqual(through(known, { any: { '@type': 'x/google.protobuf.Duration', value: '3s' }, time: '2026-02-03T06:05:06+02:00' }), {
      ...(through(known, {}) as object),
      any: { '@type': 'x/google.protobuf.Duration', value: '3s' },
      time: '2026-02-03T04:05:06Z',
    });
    assert.deepEqual(showMessage(known, { any: { type_url: 'x/not.Loaded', value: Buffer.from('hi') } }), {
      ...(through(known, {}) as object),
      any: { '@type': 'x/not.Loaded', value: 'aGk=' },
    });
  });

  const refused: readonly (readonly [json: unknown, message: RegExp])[] = [
    [[], /t\.All: must be an object, not \[\]/],
    [{ nothing: 1 }, /t\.All: t\.All has no field "nothing"/],
    [{ inner: { nothing: 1 } }, /t\.All\.inner: t\.Inner has no field "nothing"/],
    [{ small: 1.5 }, /t\.All\.small: must be a int32, not 1\.5/],
    [{ small: 2 ** 31 }, /must be a int32/],
    [{ ubig: '-1' }, /must be a uint64/],
    [{ big: 'x' }, /must be a int64, not "x"/],
    [{ yes: 'true' }, /must be a bool/],
    [{ textField: 1 }, /must be a string, not 1/],
    [{ raw: '!' }, /must be a text in base64/],
    [{ twice: 'x' }, /must be a double/],
    [{ colour: 'BLUE' }, /t\.Colour has no value "BLUE"/],
    [{ numbers: 1 }, /numbers: must be a list/],
    [{ numbers: [1, 'x'] }, /numbers\[1\]: must be a int32/],
    [{ byName: [] }, /byName: must be an object/],
    [{ byTruth: { maybe: 1 } }, /a key must be true or false/],
    [{ byNumber: { x: 'y' } }, /byNumber key: must be a int64/],
    [{ left: 'l', right: {} }, /another field of the oneof "choice" is set already/],
  ];
  for (const [json, message] of refused) {
    it(`refuses ${JSON.stringify(json)}`, () => assert.throws(() => readMessage(all, json), message));
  }

  const refusedKnown: readonly unknown[] = [
    { time: 'noon' },
    { duration: '1' },
    { duration: 1 },
    { mask: 1 },
    { struct: [] },
    { list: {} },
    { any: {} },
    { any: { '@type': 'x/not.Loaded' } },
    { text: 1 },
  ];
  for (const json of refusedKnown) {
    it(`refuses ${JSON.stringify(json)}`, () => assert.throws(() => readMessage(known, json)));
  }

  it('keeps every number, text and byte', () => {
    const json = fc.record({
      textField: fc.string({ unit: 'grapheme' }),
      small: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
      big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
      ubig: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
      raw: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')),
      single: fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      twice: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
      byNumber: fc.dictionary(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), fc.string()),
    });
    fc.assert(
      fc.property(json, (message) => {
        const shown = through(all, message) as Record<string, unknown>;
        for (const [name, value] of Object.entries(message)) {
          if (name === 'single') assert.equal(Math.fround(shown[name] as number), value);
          else assert.deepEqual(shown[name], typeof value === 'object' ? { ...value } : value, name);
        }
      }),
    );
  });
});
