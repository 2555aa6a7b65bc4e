/** Says what was thrown, and QuickJS's stack of it where it has one; without NULs, which would cut it on its way to the engine. */
export function describeError(error: unknown): { readonly message: string; readonly stack: string } {
  const { message, stack } = described(error);
  return { message: message.replaceAll('\0', '\uFFFD'), stack: stack.replaceAll('\0', '\uFFFD') };
}

function described(error: unknown): { readonly message: string; readonly stack: string } {
  try {
    if (!(error instanceof Error))
      return { message: typeof error === 'string' ? error : (JSON.stringify(error) ?? String(error)), stack: '' };
    const { stack } = error as { readonly stack?: unknown };
    return { message: String(error), stack: typeof stack === 'string' ? stack : '' };
  } catch {
    // Its own toString or getters throw.
    return { message: 'something that can not be described', stack: '' };
  }
}
