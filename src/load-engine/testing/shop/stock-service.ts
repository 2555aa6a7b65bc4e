import { fileURLToPath } from 'node:url';
import {
  loadPackageDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServiceDefinition,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const protoFile = fileURLToPath(new URL('../../../../loadtests/examples/data/stock.proto', import.meta.url));

interface Level {
  readonly sku: string;
  readonly inStock: number;
}

/** The shop's stock by gRPC: seven of everything, and `nothing` is not found. */
export interface StockService {
  /** `127.0.0.1:port` */
  readonly address: string;
  readonly close: () => void;
}

/** Starts the service on a free port of the loopback address. */
export async function startStockService(): Promise<StockService> {
  const { stock } = loadPackageDefinition(loadSync(protoFile)) as unknown as {
    readonly stock: { readonly Stock: { readonly service: ServiceDefinition } };
  };
  const server = new Server();
  server.addService(stock.Stock.service, { Count: count });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}

function count({ request: { sku } }: ServerUnaryCall<{ readonly sku: string }, Level>, answer: sendUnaryData<Level>): void {
  if (sku === 'nothing') answer({ code: status.NOT_FOUND, details: `there is no "${sku}"` });
  else answer(null, { sku, inStock: 7 });
}
