import type { Client, ClientDuplexStream } from '@grpc/grpc-js';
import type { Root } from 'protobufjs';
import { asItIs, callMetadata } from './call-metadata.ts';
import { engineProtos } from './engine-protos.ts';
import type { GrpcLibraries } from './grpc-libraries.ts';
import type { MetadataPairs } from './grpc-params.ts';
import { addFiles, type DescribedFile, descriptors } from './proto-library.ts';

type Asked = { readonly list_services: string } | { readonly file_containing_symbol: string } | { readonly file_by_filename: string };
interface Said {
  readonly files?: { readonly file_descriptor_proto?: readonly Uint8Array[] };
  readonly services?: { readonly service?: readonly { readonly name: string }[] };
  readonly error?: { readonly error_message?: string };
}

/** Asks a server for the definitions of its services by reflection, version 1 or, where the server is older, v1alpha; throws an Error where it has neither. */
export async function reflectServices(
  libraries: GrpcLibraries,
  client: Client,
  metadata: MetadataPairs,
  deadlineMs: number,
): Promise<Root> {
  try {
    return await reflectBy('v1', libraries, client, metadata, deadlineMs);
  } catch (error) {
    if ((error as { readonly code?: number }).code !== libraries.grpc.status.UNIMPLEMENTED) throw reflectionFailed(error);
  }
  try {
    return await reflectBy('v1alpha', libraries, client, metadata, deadlineMs);
  } catch (error) {
    throw reflectionFailed(error);
  }
}

function reflectionFailed(error: unknown): Error {
  return new Error(`server reflection failed: ${(error as Error).message}: load the .proto files with client.load() instead`, {
    cause: error,
  });
}

async function reflectBy(
  version: string,
  libraries: GrpcLibraries,
  client: Client,
  metadata: MetadataPairs,
  deadline: number,
): Promise<Root> {
  const path = `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`;
  const call = client.makeBidiStreamRequest(path, asItIs, asItIs, callMetadata(libraries, metadata), { deadline });
  const ask = conversation(call, libraries);
  try {
    const files = await collectFiles(ask);
    const root = new libraries.protobuf.Root();
    addFiles(root, libraries.protobuf, files);
    return root.resolveAll() as Root;
  } finally {
    call.cancel();
  }
}

/** One question, one answer, in order. */
function conversation(call: ClientDuplexStream<Buffer, Buffer>, libraries: GrpcLibraries): (question: Asked) => Promise<Said> {
  const protos = engineProtos(libraries);
  const [request, response] = [protos.lookupType('ReflectionRequest'), protos.lookupType('ReflectionResponse')];
  let waiting: PromiseWithResolvers<Said> | undefined;
  let failure: Error | undefined;
  call.on('data', (bytes: Buffer) => waiting?.resolve(response.decode(bytes) as Said));
  call.on('error', (error) => {
    failure = error;
    waiting?.reject(error);
  });
  call.on('end', () => waiting?.reject(failure ?? new Error('the server ended the conversation')));
  return (question) => {
    waiting = Promise.withResolvers();
    if (failure !== undefined) waiting.reject(failure);
    else call.write(Buffer.from(request.encode(question).finish()));
    return waiting.promise;
  };
}

async function collectFiles(ask: (question: Asked) => Promise<Said>): Promise<readonly DescribedFile[]> {
  const files = new Map<string, DescribedFile>();
  const keep = ({ files: found, error }: Said): void => {
    if (error !== undefined && error !== null) throw new Error(error.error_message ?? 'the server has no such definition');
    for (const bytes of found?.file_descriptor_proto ?? []) {
      const file = descriptors().FileDescriptorProto.decode(bytes);
      files.set(file.name, file);
    }
  };
  const { services, error } = await ask({ list_services: '' });
  if (services === undefined || services === null) throw new Error(error?.error_message ?? 'the server lists no services');
  for (const { name } of services.service ?? []) keep(await ask({ file_containing_symbol: name }));
  for (let missing = missingFile(files); missing !== undefined; missing = missingFile(files)) {
    const before = files.size;
    keep(await ask({ file_by_filename: missing }));
    if (files.size === before) throw new Error(`the server does not give the file ${missing}, which others import`);
  }
  return [...files.values()];
}

function missingFile(files: ReadonlyMap<string, DescribedFile>): string | undefined {
  for (const { dependency } of files.values()) {
    const missing = dependency.find((name) => !files.has(name));
    if (missing !== undefined) return missing;
  }
  return undefined;
}
