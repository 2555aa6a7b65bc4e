import type { GrpcClient } from '../grpc/grpc-client.ts';
import type { GrpcStream } from '../grpc/grpc-stream.ts';
import type { ProtoLoad } from '../grpc/proto-library.ts';
import { type GuestArguments, type HostFunction, HostObject } from '../sandbox/host-function.ts';
import { refuseInInit, refuseOutsideInit, type World } from './world.ts';

const clientOf = (args: GuestArguments, index = 0): GrpcClient => args.object(index) as GrpcClient;

/** Host functions of the module k6/net/grpc. */
export function grpcFunctions(world: World): Readonly<Record<string, HostFunction>> {
  return {
    // Everything behind it is loaded here: scripts without gRPC start without it.
    grpcClient: async () => {
      const { GrpcClient: Client } = await import('../grpc/grpc-client.ts');
      return new HostObject(new Client(world));
    },
    grpcLoad: (args) => {
      refuseOutsideInit(world, 'client.load()');
      clientOf(args).load(JSON.parse(args.text(1)) as ProtoLoad);
      return undefined;
    },
    grpcConnect: async (args) => {
      refuseStage(world, 'client.connect()');
      await clientOf(args).connect(args.text(1), args.text(2));
      return undefined;
    },
    grpcInvoke: (args) => {
      refuseStage(world, 'client.invoke()');
      return clientOf(args).invoke(args.text(1), args.text(2), args.text(3));
    },
    grpcStart: (args) => {
      refuseStage(world, 'client.asyncInvoke()');
      world.loop.follow(args.number(0), clientOf(args, 1).invoke(args.text(2), args.text(3), args.text(4)));
      return undefined;
    },
    grpcClose: (args) => {
      clientOf(args).close();
      return undefined;
    },
    ...streamFunctions(world),
  };
}

function refuseStage(world: World, what: string): void {
  refuseInInit(world, what);
  if (world.stage === 'handleSummary')
    throw new Error(`${what} can't be used in handleSummary(): the test is over, its samples are counted`);
}

function streamFunctions(world: World): Readonly<Record<string, HostFunction>> {
  const streams = new Map<number, GrpcStream>();
  return {
    grpcStream: (args) => {
      refuseStage(world, 'new Stream()');
      openStream(world, args, streams);
      return undefined;
    },
    grpcWrite: (args) => {
      const stream = streams.get(args.number(0));
      if (stream === undefined) throw new Error('the stream has ended: nothing can be written any more');
      stream.write(args.text(1));
      return undefined;
    },
    grpcEnd: (args) => {
      streams.get(args.number(0))?.end();
      return undefined;
    },
  };
}

/** The run goes on until the stream has ended. */
function openStream(world: World, args: GuestArguments, streams: Map<number, GrpcStream>): void {
  const id = args.number(0);
  const source = world.loop.hold();
  const release = (): void => {
    streams.delete(id);
    source.release();
  };
  try {
    const stream = clientOf(args, 1).stream(args.text(2), args.text(3), (event) => {
      source.post({ kind: 'event', id, name: event.name, value: event.json, detail: Date.now(), taken: () => stream.taken(event) });
      if (event.name === 'end') release();
    });
    streams.set(id, stream);
  } catch (error) {
    release();
    throw error;
  }
}
