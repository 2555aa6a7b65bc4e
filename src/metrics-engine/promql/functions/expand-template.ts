const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/**
 * Replaces references to groups of a match in a template: `$1`, `${1}`, `$name`, `${name}`; `$$` is a dollar sign.
 *
 * `groups` are the groups by number, the whole match being 0; `names` are the numbers of those that have a name. A reference is as long as
 * it can be (`$1x` is the group called "1x"), and a group that does not exist is ''. A dollar sign that begins no reference stays. Source:
 * Go's Regexp.Expand, by which label_replace is defined.
 */
export function expandTemplate(template: string, groups: readonly string[], names: ReadonlyMap<string, number>): string {
  return template.replaceAll(REFERENCE, (whole, braced: string | undefined, bare: string | undefined) => {
    if (whole === '$$') return '$';
    const number = numberOf(braced ?? bare ?? '', names);
    return number === undefined ? '' : (groups[number] ?? '');
  });
}

function numberOf(reference: string, names: ReadonlyMap<string, number>): number | undefined {
  // Go takes 01 for a name, since no group is numbered that way.
  return /^(?:0|[1-9][0-9]*)$/.test(reference) ? Number(reference) : names.get(reference);
}
