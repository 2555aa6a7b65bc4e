import type { HostFunction } from '../sandbox/host-function.ts';
import { cryptoFunctions } from './crypto-functions.ts';
import { dataFunctions } from './data-functions.ts';
import { executionFunctions } from './execution-functions.ts';
import { grpcFunctions } from './grpc-functions.ts';
import { htmlFunctions } from './html-functions.ts';
import { httpFunctions } from './http-functions.ts';
import { k6Functions } from './k6-functions.ts';
import { metricsFunctions } from './metrics-functions.ts';
import { runFunctions } from './run-functions.ts';
import { secretsFunctions } from './secrets-functions.ts';
import { subtleFunctions } from './subtle-functions.ts';
import { webSocketFunctions } from './web-socket-functions.ts';
import type { World } from './world.ts';

/** Everything that guest code can ask of one virtual user's host, by the names that modules/guest/host.d.ts declares. */
export function hostFunctions(world: World): Readonly<Record<string, HostFunction>> {
  return {
    ...runFunctions(world),
    ...k6Functions(world),
    ...metricsFunctions(world),
    ...executionFunctions(world),
    ...dataFunctions(world),
    ...httpFunctions(world),
    ...webSocketFunctions(world),
    ...grpcFunctions(world),
    ...cryptoFunctions(),
    ...htmlFunctions(),
    ...subtleFunctions(),
    ...secretsFunctions(world.secretSources),
  };
}
