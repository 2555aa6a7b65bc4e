import type { Refusal } from './control-plane.ts';

/** An answer that a command was not taken. */
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
}

/** Refuses with a code for machines and a sentence for people. */
export function refuse(code: Refusal['code'], sentence: string): Refused {
  return { ok: false, refusal: { code, sentence } };
}

/** Refuses what names a release that was never requested. */
export function unknownRelease(releaseId: string): Refused {
  return refuse('unknown-release', `There is no release ${releaseId}.`);
}

/** Refuses what names a service that is not configured, and tells which are. */
export function unknownService(services: ReadonlyMap<string, unknown>, name: string): Refused {
  return refuse('unknown-service', `${name} is not configured. Known: ${[...services.keys()].join(', ') || 'none'}.`);
}
