import { gatewayRouter } from '../control-plane/adapters/linkflow-gateway/gateway-router.ts';
import { describeTrafficRouter } from '../control-plane/control/ports/testing/traffic-router-behaviour.ts';
import { memoryRoutingFile } from '../linkflow/gateway/routing-file.ts';
import { startGateway } from '../linkflow/gateway/start-gateway.ts';
import { startServiceTelemetry } from '../linkflow/kit/service-telemetry.ts';

const adminToken = 'admin-token-of-this-test';

describeTrafficRouter("LinkFlow's gateway itself", async () => {
  const gateway = await startGateway({
    telemetry: startServiceTelemetry({ identity: { service: 'gateway', version: 'v1' }, logLevel: 'silent' }),
    host: '127.0.0.1',
    port: 0,
    adminHost: '127.0.0.1',
    adminPort: 0,
    adminToken,
    keys: async () => {
      throw new Error('no request of this test bears a token');
    },
    file: memoryRoutingFile(),
    initial: {},
  });
  const service = 'auth-service';
  return {
    router: gatewayRouter({ adminUrl: gateway.adminUrl, token: adminToken }),
    service,
    register: async (version, url) => {
      const response = await fetch(`${gateway.adminUrl}/admin/v1/services/${service}/versions/${version}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ url }),
      });
      if (!response.ok) throw new Error(`the gateway did not register ${version}: ${await response.text()}`);
    },
    send: async (requests) => {
      for (let sent = 0; sent < requests; sent += 1) {
        // Nothing listens behind the gateway: the answer is 502, and the request was routed all the same.
        const response = await fetch(`${gateway.url}/api/v1/auth/login`, { method: 'POST', signal: AbortSignal.timeout(5000) });
        await response.arrayBuffer();
      }
    },
    close: async () => void (await gateway.close()),
  };
});
