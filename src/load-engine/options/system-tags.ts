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

/** Off unless a script wants them, and then not tags of samples but metadata: they go to outputs and make no metric of their own. */
const METADATA: readonly string[] = ['vu', 'iter'];

/** Throws ScriptRefused where a script wants a system tag that no sample would carry, `ip` and `ocsp_status` of k6 among them. */
export function refuseSystemTags(wanted: readonly string[] | undefined): void {
  const missing = wanted?.find((name) => !SYSTEM_TAGS.includes(name) && !METADATA.includes(name));
  if (missing === undefined) return;
  throw new ScriptRefused(
    `options.systemTags: no sample of this engine carries "${missing}"; it has ${[...SYSTEM_TAGS, ...METADATA].join(', ')}`,
  );
}
