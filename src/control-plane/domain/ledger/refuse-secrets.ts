import { findSecret } from './find-secret.ts';

/** Throws when one of the events carries a credential, and says where but not what: nothing is ever taken out of the ledger, so that is a bug to be found before it is written. */
export function refuseSecrets(events: readonly { readonly kind: string }[]): void {
  for (const event of events) {
    const place = findSecret(event);
    if (place !== undefined)
      throw new Error(`${event.kind} carries a credential at ${place}: the ledger is for ever, keep secrets out of it`);
  }
}
