/** This machine, where load may always be sent: it reaches nobody else. */
export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '::1'];
