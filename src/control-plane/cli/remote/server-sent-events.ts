/** One event of a stream; `id` is that of the last event that had one. */
export interface ServerSentEvent {
  readonly kind: string;
  readonly data: string;
  readonly id: string | undefined;
}

interface Draft {
  kind: string;
  data: string[];
}

// A server that never ends a line must not fill the memory.
const maximumLine = 8 * 2 ** 20;

/** Takes an event stream apart (WHATWG HTML, section 9.2.6): feed it pieces of text as they come, and get the events that became whole. Comments only show life. */
export function eventStreamParser(): (piece: string) => readonly ServerSentEvent[] {
  let rest = '';
  let lastId: string | undefined;
  let draft: Draft = { kind: 'message', data: [] };
  const dispatch = (): readonly ServerSentEvent[] => {
    const { kind, data } = draft;
    draft = { kind: 'message', data: [] };
    return data.length === 0 ? [] : [{ kind, data: data.join('\n'), id: lastId }];
  };
  const take = (line: string): readonly ServerSentEvent[] => {
    if (line === '') return dispatch();
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'event') draft.kind = value;
    else if (field === 'data') draft.data.push(value);
    else if (field === 'id' && !value.includes('\0')) lastId = value;
    return [];
  };
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    if (rest.length > maximumLine) throw new Error('a line of the event stream is longer than 8 MiB');
    return lines.flatMap(take);
  };
}
