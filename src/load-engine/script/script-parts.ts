import type { ProtoLibrary } from '../grpc/proto-library.ts';
import type { HttpOptions } from '../http/http-options.ts';
import type { RequestPace } from '../http/request-pace.ts';
import type { ResolveHost } from '../http/resolve-host.ts';
import type { SecretMask } from '../mask-secrets.ts';
import type { GuestLibrary } from '../modules/guest-library.ts';
import type { SharedArrays } from '../modules/shared-arrays.ts';
import type { QuickJs } from '../sandbox/quickjs.ts';
import type { Suspension } from '../sandbox/suspension.ts';
import type { OpenScript } from '../virtual-user.ts';
import type { ModuleGraph } from './module-graph.ts';
import type { ScriptFolder } from './script-folder.ts';

/** What all virtual users of one script have in common. */
export interface ScriptParts {
  readonly request: Parameters<OpenScript>[0];
  readonly suspension: Suspension;
  /** Makes an instance whose memory is so many bytes large, or as small as may be. */
  readonly instantiate: (bytes?: number) => Promise<QuickJs>;
  readonly library: GuestLibrary;
  readonly graph: ModuleGraph;
  readonly folder: ScriptFolder;
  readonly arrays: SharedArrays;
  readonly protos: ProtoLibrary;
  readonly mask: SecretMask;
}

/** What the virtual users of one test have in common. */
export interface TestParts {
  readonly options: HttpOptions;
  readonly resolve: ResolveHost;
  readonly pace: RequestPace;
  readonly complain: (kind: string, message: string) => void;
  readonly traced: boolean;
}
