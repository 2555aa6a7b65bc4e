import { ScriptRefused } from '../load-result.ts';

/** The system tags that samples carry when a script says nothing about them: all that this engine has, https://grafana.com/docs/k6/latest/using-k6/tags-and-groups/. */
export const SYSTEM_TAGS: readonly string[] = [
  'proto',
  'subproto',
  'status',
  'method',
  'url',
  'name',
  'group',
  'check',
  'error',
  'error_code',
  'tls_version',
  'scenario',
  'service',
  'rpc_type',
  'expected_response',
];

/** Those that samples carry only where a script asks for them; `vu` and `iter` as metadata, which makes no series of each user and iteration. */
const ON_DEMAND: readonly string[] = ['vu', 'iter', 'ip', 'ocsp_status'];

/** Throws ScriptRefused where a script wants a system tag that no sample would carry. */
export function refuseSystemTags(wanted: readonly string[] | undefined): void {
  const known = [...SYSTEM_TAGS, ...ON_DEMAND];
  const missing = wanted?.find((name) => !known.includes(name));
  if (missing === undefined) return;
  throw new ScriptRefused(`options.systemTags: no sample of this engine carries "${missing}"; it has ${known.join(', ')}`);
}
