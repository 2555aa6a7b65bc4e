/** The lines of a text that comes in pieces, cut anywhere. Throws Error for a line longer than allowed, and drops a last one that has no end. */
export async function* readLines(body: AsyncIterable<Uint8Array>, maxLength: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > maxLength) throw new Error(`a line has more than ${maxLength} characters`);
  }
}
