/** Says each kind of complaint once: a service that is down fails thousands of requests a second, and every one of them is counted anyway. */
export function complaints(warn: (message: string) => void): (kind: string, message: string) => void {
  const said = new Set<string>();
  return (kind, message) => {
    if (said.size >= mostKinds || said.has(kind)) return;
    said.add(kind);
    warn(
      said.size === mostKinds ? `${message} (further warnings about requests are left out)` : `${message} (said once, counted each time)`,
    );
  };
}

/** More kinds than this come from messages with ids in them. */
const mostKinds = 100;
