import { styleText } from 'node:util';

type Style = (text: string) => string;

/** The few colours of the CLI. Colour only ever repeats what a word says already. */
export interface Paint {
  readonly bold: Style;
  readonly dim: Style;
  readonly red: Style;
  readonly green: Style;
  readonly yellow: Style;
  readonly cyan: Style;
}

const plain: Style = (text) => text;
const painter =
  (format: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'): Style =>
  (text) =>
    text === '' ? '' : styleText(format, text, { validateStream: false });

/** Paint that colours, or one that leaves text as it is. */
export function createPaint(isColoured: boolean): Paint {
  const style = (format: Parameters<typeof painter>[0]) => (isColoured ? painter(format) : plain);
  return { bold: style('bold'), dim: style('dim'), red: style('red'), green: style('green'), yellow: style('yellow'), cyan: style('cyan') };
}
