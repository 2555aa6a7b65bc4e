import type { SecretMask } from '../mask-secrets.ts';
import type { Tags } from '../virtual-user.ts';
import type { LoadOutput, Sample } from './load-output.ts';

/** An output that is never shown a secret: not in a tag, an option, a message or what setup() returned. */
export function maskOutput(output: LoadOutput, mask: SecretMask): LoadOutput {
  const { name, sample, abandon } = output;
  return {
    name,
    start: (start) => output.start(mask(start)),
    finish: (result, end) => output.finish(mask(result), mask(end)),
    ...(sample === undefined ? {} : { sample: maskSamples((told) => output.sample?.(told), mask) }),
    ...(abandon === undefined ? {} : { abandon: async () => output.abandon?.() }),
  };
}

/** Many samples have the same object for their tags, which is masked once. */
function maskSamples(tell: (sample: Sample) => void, mask: SecretMask): (sample: Sample) => void {
  const known = new WeakMap<Tags, Tags>();
  const maskTags = (tags: Tags): Tags => {
    const masked = known.get(tags) ?? mask(tags);
    known.set(tags, masked);
    return masked;
  };
  return ({ metric, value, tags, atMs, metadata }) => {
    tell({ metric, value, tags: maskTags(tags), atMs, metadata: metadata === undefined ? undefined : mask(metadata) });
  };
}
