// C0 and C1 control characters, and the marks that turn the direction of writing around.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const unprintable = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Text from elsewhere as it may be shown on a terminal: on one line, and without control characters, which could repaint it. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(unprintable, '\uFFFD');
}
