import type { Root, Type } from 'protobufjs';
import { typeName } from './json-names.ts';

/** One method of a service, with the types of its messages. */
export interface RpcMethod {
  /** `/pkg.Service/Method`. */
  readonly path: string;
  readonly service: string;
  readonly name: string;
  readonly requestType: Type;
  readonly responseType: Type;
  readonly sendsStream: boolean;
  readonly receivesStream: boolean;
}

/** Finds `pkg.Service/Method` (a leading / is allowed) in the first of some definitions that has it; throws an Error that says what to load. */
export function rpcMethod(roots: readonly Root[], url: string): RpcMethod {
  const [, service = '', name = ''] = /^\/?([^/]+)\/([^/]+)$/.exec(url) ?? [];
  if (service === '') throw new Error(`the gRPC method ${JSON.stringify(url)} must have the form package.Service/Method`);
  for (const root of roots) {
    const found = methodIn(root, service, name);
    if (found !== undefined) return found;
  }
  throw new Error(`method "/${service}/${name}" not found: load its .proto file with client.load(), or connect with reflect: true`);
}

function methodIn(root: Root, service: string, name: string): RpcMethod | undefined {
  const found = root.lookup(service);
  if (found === null || !('methods' in found) || typeName(found) !== service) return undefined;
  const method = root.lookupService(service).methods[name];
  method?.resolve();
  if (method === undefined || method.resolvedRequestType === null || method.resolvedResponseType === null) return undefined;
  return {
    path: `/${service}/${name}`,
    service,
    name,
    requestType: method.resolvedRequestType,
    responseType: method.resolvedResponseType,
    sendsStream: method.requestStream === true,
    receivesStream: method.responseStream === true,
  };
}
