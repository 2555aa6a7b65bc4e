/** What a regular expression captured: the groups by number, the whole match first, and the numbers of those that have a name. */
export interface Captures {
  readonly groups: readonly string[];
  readonly names: ReadonlyMap<string, number>;
}

const REFERENCE = /\$(?:\$|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;
// A number has no leading zero and at most nine digits; anything else is a name.
const NUMBER = /^(?:0|[1-9]\d{0,8})$/;

/**
 * Puts captured groups into a template: `$1`, `${1}`, `$name`, `${name}`; `$$` is a dollar sign.
 *
 * A group that took no part, or that does not exist, is ''. A name is as long as it can be, so `$1x` is the group named `1x`; a dollar
 * sign that begins no reference stays. Source: Expand of Go's package regexp, which Prometheus uses for relabelling.
 */
export function expandTemplate(template: string, { groups, names }: Captures): string {
  return template.replaceAll(REFERENCE, (_whole, braced: string | undefined, bare: string | undefined) => {
    const reference = braced ?? bare;
    return reference === undefined ? '$' : (groups[groupNumber(reference, names)] ?? '');
  });
}

function groupNumber(reference: string, names: ReadonlyMap<string, number>): number {
  return NUMBER.test(reference) ? Number(reference) : (names.get(reference) ?? -1);
}
