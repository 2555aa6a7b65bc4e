import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { SourceError } from '../../control/ports/source-error.ts';

const pactShape = z.object({
  consumer: z.object({ name: z.string().min(1) }),
  provider: z.object({ name: z.string().min(1) }),
  interactions: z.array(z.object({ description: z.string() })).default([]),
  messages: z.array(z.object({ description: z.string() })).default([]),
});

/** A pact on disk: between whom, and how much there is to verify. */
export interface PactFile {
  /** Absolute: the verifier process has another working directory. */
  readonly path: string;
  readonly consumer: string;
  readonly provider: string;
  /** SHA-256 of the file, in hexadecimal. */
  readonly sha: string;
  /** Interactions and messages. */
  readonly interactions: number;
}

/** Reads a pact; throws SourceError `pact-unreadable` when the file is missing, no pact, or a pact with another provider than `provider`. */
export async function readPactFile(path: string, provider: string): Promise<PactFile> {
  const content = await readFile(path).catch((cause: unknown) => unreadable(path, 'it cannot be read', cause));
  const pact = parsed(path, content.toString('utf8'));
  if (pact.provider.name !== provider) {
    return unreadable(path, `its provider is ${pact.provider.name}, not ${provider}`, undefined);
  }
  return {
    path: resolve(path),
    consumer: pact.consumer.name,
    provider,
    sha: createHash('sha256').update(content).digest('hex'),
    interactions: pact.interactions.length + pact.messages.length,
  };
}

function parsed(path: string, content: string): z.infer<typeof pactShape> {
  try {
    return pactShape.parse(JSON.parse(content));
  } catch (cause) {
    return unreadable(path, 'it is not a pact', cause);
  }
}

function unreadable(path: string, why: string, cause: unknown): never {
  throw new SourceError('pact-unreadable', `Pact ${path} cannot be verified: ${why}. Write it again with its consumer's tests.`, {
    retryable: false,
    cause,
  });
}
