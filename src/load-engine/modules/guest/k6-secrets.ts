import { secretValue } from 'sluice:host';
import { asText } from './as-text.ts';
import { hostText } from './host-text.ts';

/** A secret of the default source. */
export async function get(name: unknown): Promise<string> {
  return hostText(secretValue(asText(name)));
}

/** A source by its name; whether it is there shows when a secret is asked for. */
export function source(of: unknown): { readonly get: (name: unknown) => Promise<string> } {
  return { get: async (name) => hostText(secretValue(asText(name), asText(of))) };
}
