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

/** Throws ScriptRefused where a script wants a system tag that no sample would carry, `vu`, `iter`, `ip` and `ocsp_status` of k6 among them. */
export function refuseSystemTags(wanted: readonly string[] | undefined): void {
  const missing = wanted?.find((name) => !SYSTEM_TAGS.includes(name));
  if (missing === undefined) return;
  throw new ScriptRefused(`options.systemTags: no sample of this engine carries "${missing}"; it has ${SYSTEM_TAGS.join(', ')}`);
}
