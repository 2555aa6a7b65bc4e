/** One version of workflow-service, with its faults as LinkFlow's configuration has them. */
export interface VersionUnderTest {
  readonly version: string;
  readonly faults: Readonly<Record<string, unknown>>;
}

/** The environment of LinkFlow's combined process as demo, benchmark and tests start it: free ports, provider states, no limit that a load would meet. */
export function linkFlowVariables(adminToken: string, versions: readonly VersionUnderTest[]): Readonly<Record<string, string>> {
  return {
    LINKFLOW_ADMIN_TOKEN: adminToken,
    LINKFLOW_VERSIONS: JSON.stringify(versions.map(({ version, faults }) => ({ version, faults }))),
    LINKFLOW_PROVIDER_STATES: 'on',
    LINKFLOW_GATEWAY_PORT: '0',
    LINKFLOW_ADMIN_PORT: '0',
    LINKFLOW_AUTH_PORT: '0',
    LINKFLOW_EXECUTION_PORT: '0',
    LINKFLOW_LIMIT_PER_SECOND: '5000',
    LINKFLOW_LIMIT_BURST: '10000',
    LINKFLOW_LOG_LEVEL: 'warn',
  };
}
