/** A name of a label that Prometheus takes, for a tag of any name: what is not allowed is `_`, and what would mean something else has `tag_` before it. */
export function prometheusLabelName(tag: string): string {
  const allowed = tag.replace(/[^a-zA-Z0-9_]/g, '_');
  return allowed === '' || /^\d/.test(allowed) || allowed.startsWith('__') ? `tag_${allowed}` : allowed;
}
