import { type ServiceTelemetry, startServiceTelemetry } from '../kit/service-telemetry.ts';

/** Telemetry of a service that logs nothing and exports nothing. */
export function quietTelemetry(service: string, version = 'v1'): ServiceTelemetry {
  return startServiceTelemetry({ identity: { service, version }, logLevel: 'silent' });
}
