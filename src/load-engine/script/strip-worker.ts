import { stripTypeScriptTypes } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

/** What became of a source whose types were to be stripped in a thread of its own. */
export type Stripped =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly message: string; readonly stack: string; readonly code: string | undefined }
  /** The stripper itself gave up. */
  | { readonly kind: 'crashed' };

const { source, file } = workerData as { readonly source: string; readonly file: string };

function strip(): Stripped {
  try {
    return { kind: 'text', text: stripTypeScriptTypes(source, { mode: 'strip', sourceUrl: file }) };
  } catch (error) {
    const { message, stack = '', code } = error as NodeJS.ErrnoException;
    return code === 'ERR_INTERNAL_ASSERTION' ? { kind: 'crashed' } : { kind: 'refused', message, stack, code };
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(strip());
