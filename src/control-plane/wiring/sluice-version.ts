import { readFileSync } from 'node:fs';

/** The version in package.json. */
export function sluiceVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  return version;
}
