import { RequestFailure } from './request-failure.ts';

/** A request to a host that load must not be sent to: no socket was opened for it, and the test ends. Its code is that of a blocked host. */
export class HostRefused extends RequestFailure {
  constructor(host: string) {
    super(
      1111,
      `this script sends to ${host}, which sluice.yaml does not allow for load: add it to load.hosts there (sluice load run: --allow-host), or point the script at the service under test`,
    );
  }
}
