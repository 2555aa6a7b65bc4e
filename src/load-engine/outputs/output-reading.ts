import type { OutputSpec } from './output-spec.ts';

/** What `--out` asked for, or what is wrong with it. */
export type OutputReading = { readonly ok: true; readonly spec: OutputSpec } | { readonly ok: false; readonly problem: string };
